# Watchman's protocol.
$ sh -c 'printf "%s\n" "$1" "$2" >keel.ftm.json' sh '{"id":"k-1","schema":"Person","properties":{"name":["Orlim Vantermark"],"previousName":["Orlim Keel"],"topics":["sanction"]}}' '{"id":"k-2","schema":"CryptoWallet","properties":{"publicKey":["1KeelQuentabriPortMaren"],"currency":["XBT"],"holder":["k-1"]}}'
$ tocsin import keel.ftm.json --dataset keel_list --json
{"imports":[{"path":"keel.ftm.json","dataset":"keel_list","format":"ftm","version":"","sha256":"f67f75030ae53660331a1a613a26f45c3d68d3a3e0897166ba2c1bfb678d40ab","same":false,"entities":2,"names":2,"added":2,"changed":0,"removed":0,"unchanged":0,"skipped":0,"seconds":~},"bad":[],"notes":[]}]}
$ serve --no-auth
$ ask /v2/listinfo
200
Vary: Accept-Encoding
{"lists":{"entities":22,"house_ban":12,"keel_list":2,"un_csl":34,"us_ofac":53},"listHashes":{"entities":"72d044d5920ff6b03ab4ef17b385623f9fe466d6c968313f056d13c1d62ee8d9","house_ban":"5130180018282c444d6421ab9215120a235c4dad5bf64f6598f0b4de7ac52d2e","keel_list":"f67f75030ae53660331a1a613a26f45c3d68d3a3e0897166ba2c1bfb678d40ab","un_csl":"4b0ea43614b92288e956da620f51224a6e182ad81b549b8107486d54fb12e1dc","us_ofac":"dabb883f913a4aae05601585222800cdde8a5a92f997341ab24dabf8407d999b"},"startedAt":"2026-01-31T23:00:00Z","endedAt":"2026-01-31T23:00:00Z","version":"~"}
$ ask '/v2/search?name=Marrowind&source=us_ofac&requestID=r-1&debug=true'
200
Vary: Accept-Encoding
{"query":{"name":"Marrowind","entityType":"","sourceList":"","sourceID":"","person":null,"business":null,"organization":null,"aircraft":null,"vessel":null,"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[],"cryptoAddresses":[],"affiliations":[],"sanctionsInfo":null,"historicalInfo":[],"sourceData":null},"entities":[{"name":"MARROWIND","entityType":"vessel","sourceList":"us_ofac","sourceID":"ofac-90003","person":null,"business":null,"organization":null,"aircraft":null,"vessel":{"name":"MARROWIND","altNames":[],"imoNumber":"9999993","type":"Bulk Carrier","flag":"pa","built":null,"model":"","tonnage":34900,"mmsi":"999000017","callSign":"9XX9","grossRegisteredTonnage":25214,"owner":""},"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[],"cryptoAddresses":[],"affiliations":[{"entityName":"BRINDLE QUAY HOLDINGS S.A.","type":"Other link","details":"Linked To"}],"sanctionsInfo":{"programs":["SDGT"],"secondary":false,"description":""},"historicalInfo":[{"type":"Former Name","value":"PETREL DAWN","date":null}],"sourceData":{~},"match":~,"details":{"pieces":[{"pieceType":"name_match","score":~,"weight":1.0,"matched":true,"required":false,"exact":true,"fieldsCompared":1,"detail":"~","query":"Marrowind","candidate":"MARROWIND"}],"finalScore":~}}],"requestID":"r-1"}
$ ask '/v2/search?name=Ferdik+Quentabri&birthDate=1961&gender=male&titles=Captain&address=12+Cooper+Lane&email=f@maren.example&altNames=The+Keel&gov_passport=MT:X0000417&limit=1&format=jsonl'
200
Content-Type: application/x-ndjson
Vary: Accept-Encoding
{"name":"FERDIK ALDOUS QUENTABRY","entityType":"person","sourceList":"un_csl","sourceID":"unsc-9900001","person":{"name":"FERDIK ALDOUS QUENTABRY","altNames":["Фердик Квентабри","Ferdi Quentabri","Ferdik Quentabree","The Keel"],"gender":"male","birthDate":"1961-03-14T00:00:00Z","placeOfBirth":"Port Maren, Malta","deathDate":null,"titles":["Harbour master","Director of a shipping firm"],"governmentIDs":[{"type":"passport","country":"mt","identifier":"X0000417"}]},"business":null,"organization":null,"aircraft":null,"vessel":null,"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[{"line1":"12 Cooper Lane","line2":"","city":"Port Maren","postalCode":"","state":"","country":"mt","latitude":0.0,"longitude":0.0},{"line1":"12 Cooper Lane, Port Maren, Malta","line2":"","city":"","postalCode":"","state":"","country":"","latitude":0.0,"longitude":0.0}],"cryptoAddresses":[],"affiliations":[{"entityName":"BRINDLE QUAY HOLDINGS","type":"Other link","details":"mentioned in the comments"}],"sanctionsInfo":{"programs":["Haiti"],"secondary":false,"description":""},"historicalInfo":[],"sourceData":{~},"match":~}
$ ask '/v2/search?gov_passport=MT:X0000417&source=us_ofac_sdn' -H 'Accept: application/x-ndjson'
200
Content-Type: application/x-ndjson
Vary: Accept-Encoding
{"name":"Ferdik Aldous QUENTABRY","entityType":"person","sourceList":"us_ofac","sourceID":"ofac-90001","person":{"name":"Ferdik Aldous QUENTABRY","altNames":["Ferdi QUENTABRI","Ferdik KVENTABRI","FERDI THE KEEL"],"gender":"male","birthDate":"1961-03-14T00:00:00Z","placeOfBirth":"Port Maren, Malta","deathDate":null,"titles":["Director, Brindle Quay Holdings"],"governmentIDs":[{"type":"passport","country":"mt","identifier":"X0000417"},{"type":"passport","country":"","identifier":"00 55 17"}]},"business":null,"organization":null,"aircraft":null,"vessel":null,"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[{"line1":"12 Cooper Lane","line2":"","city":"Port Maren MRN","postalCode":"1042","state":"","country":"mt","latitude":0.0,"longitude":0.0},{"line1":"12 Cooper Lane, Port Maren MRN 1042, Malta","line2":"","city":"","postalCode":"","state":"","country":"","latitude":0.0,"longitude":0.0}],"cryptoAddresses":[],"affiliations":[{"entityName":"BRINDLE QUAY HOLDINGS S.A.","type":"Other link","details":"Linked To"}],"sanctionsInfo":{"programs":["SDGT","IFSR"],"secondary":true,"description":"Secondary sanctions risk: section 1(b) of Executive Order 13224, as amended by Executive Order 13886"},"historicalInfo":[],"sourceData":{~},"match":~}
$ ask '/v2/search?imoNumber=IMO+9999993&type=vessel&minMatch=0.9&source=us_ofac&format=ndjson'
200
Content-Type: application/x-ndjson
Vary: Accept-Encoding
{"name":"MARROWIND","entityType":"vessel","sourceList":"us_ofac","sourceID":"ofac-90003","person":null,"business":null,"organization":null,"aircraft":null,"vessel":{"name":"MARROWIND","altNames":[],"imoNumber":"9999993","type":"Bulk Carrier","flag":"pa","built":null,"model":"","tonnage":34900,"mmsi":"999000017","callSign":"9XX9","grossRegisteredTonnage":25214,"owner":""},"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[],"cryptoAddresses":[],"affiliations":[{"entityName":"BRINDLE QUAY HOLDINGS S.A.","type":"Other link","details":"Linked To"}],"sanctionsInfo":{"programs":["SDGT"],"secondary":false,"description":""},"historicalInfo":[{"type":"Former Name","value":"PETREL DAWN","date":null}],"sourceData":{~},"match":~}
$ ask '/v2/search?sourceID=ofac-90003&format=jsonl'
200
Content-Type: application/x-ndjson
Vary: Accept-Encoding
{"name":"MARROWIND","entityType":"vessel","sourceList":"us_ofac","sourceID":"ofac-90003","person":null,"business":null,"organization":null,"aircraft":null,"vessel":{"name":"MARROWIND","altNames":[],"imoNumber":"9999993","type":"Bulk Carrier","flag":"pa","built":null,"model":"","tonnage":34900,"mmsi":"999000017","callSign":"9XX9","grossRegisteredTonnage":25214,"owner":""},"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[],"cryptoAddresses":[],"affiliations":[{"entityName":"BRINDLE QUAY HOLDINGS S.A.","type":"Other link","details":"Linked To"}],"sanctionsInfo":{"programs":["SDGT"],"secondary":false,"description":""},"historicalInfo":[{"type":"Former Name","value":"PETREL DAWN","date":null}],"sourceData":{~},"match":~}
$ ask '/v2/search?sourceID=ofac-1&format=jsonl'
200
Content-Type: application/x-ndjson
$ ask '/v2/search?name=Temsad+Brolin'
200
{"query":{"name":"Temsad Brolin","entityType":"","sourceList":"","sourceID":"","person":null,"business":null,"organization":null,"aircraft":null,"vessel":null,"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[],"cryptoAddresses":[],"affiliations":[],"sanctionsInfo":null,"historicalInfo":[],"sourceData":null},"entities":[]}
$ ask '/v2/search?cryptoAddress=XBT:1KeelQuentabriPortMaren'
200
Vary: Accept-Encoding
{"query":{"name":"","entityType":"","sourceList":"","sourceID":"","person":null,"business":null,"organization":null,"aircraft":null,"vessel":null,"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[],"cryptoAddresses":[{"currency":"XBT","address":"1KeelQuentabriPortMaren"}],"affiliations":[],"sanctionsInfo":null,"historicalInfo":[],"sourceData":null},"entities":[{"name":"Orlim Vantermark","entityType":"person","sourceList":"keel_list","sourceID":"k-1","person":{"name":"Orlim Vantermark","altNames":[],"gender":"","birthDate":null,"placeOfBirth":"","deathDate":null,"titles":[],"governmentIDs":[]},"business":null,"organization":null,"aircraft":null,"vessel":null,"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[],"cryptoAddresses":[{"currency":"XBT","address":"1KeelQuentabriPortMaren"}],"affiliations":[],"sanctionsInfo":null,"historicalInfo":[{"type":"Former Name","value":"Orlim Keel","date":null}],"sourceData":{~},"match":~}]}
$ ask '/v2/search?cryptoAddress=XBT:1nobody'
200
{"query":{"name":"","entityType":"","sourceList":"","sourceID":"","person":null,"business":null,"organization":null,"aircraft":null,"vessel":null,"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[],"cryptoAddresses":[{"currency":"XBT","address":"1nobody"}],"affiliations":[],"sanctionsInfo":null,"historicalInfo":[],"sourceData":null},"entities":[]}
$ ask '/v2/search?name=Marrowind&type=person&format=jsonl'
200
Content-Type: application/x-ndjson
$ ask '/v2/search?name=Marrowind&source=us_csl'
404
{"error":"no such list here: us_csl"}
$ ask '/v2/search?name=Marrowind&type=ship'
400
{"error":"unknown type: ship; there are person, business, organization, aircraft and vessel"}
$ ask '/v2/search?name=Marrowind&keel=7'
400
{"error":"unknown parameter: keel"}
$ ask '/v2/search?name=Marrowind&minMatch=2'
400
{"error":"minMatch: Input should be less than or equal to 1"}
$ ask '/v2/search?name=Marrowind&limit=0'
400
{"error":"limit: Input should be greater than or equal to 1"}
$ ask '/v2/search?name=Marrowind&limit=1000&minMatch=1&format=jsonl'
200
Content-Type: application/x-ndjson
Vary: Accept-Encoding
{"name":"Marrowind","entityType":"vessel","sourceList":"maren_register","sourceID":"mr-003","person":null,"business":null,"organization":null,"aircraft":null,"vessel":{"name":"Marrowind","altNames":[],"imoNumber":"9999993","type":"Bulk Carrier","flag":"pa","built":null,"model":"","tonnage":0,"mmsi":"","callSign":"","grossRegisteredTonnage":0,"owner":"Brindle Quay Holdings S.A."},"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[],"cryptoAddresses":[],"affiliations":[{"entityName":"Brindle Quay Holdings S.A.","type":"Ownership","details":"registered owner"}],"sanctionsInfo":null,"historicalInfo":[{"type":"Former Name","value":"Petrel Dawn","date":null}],"sourceData":{~},"match":~}
{"name":"MARROWIND","entityType":"vessel","sourceList":"us_ofac","sourceID":"ofac-90003","person":null,"business":null,"organization":null,"aircraft":null,"vessel":{"name":"MARROWIND","altNames":[],"imoNumber":"9999993","type":"Bulk Carrier","flag":"pa","built":null,"model":"","tonnage":34900,"mmsi":"999000017","callSign":"9XX9","grossRegisteredTonnage":25214,"owner":""},"contact":{"emailAddresses":[],"phoneNumbers":[],"faxNumbers":[],"websites":[]},"addresses":[],"cryptoAddresses":[],"affiliations":[{"entityName":"BRINDLE QUAY HOLDINGS S.A.","type":"Other link","details":"Linked To"}],"sanctionsInfo":{"programs":["SDGT"],"secondary":false,"description":""},"historicalInfo":[{"type":"Former Name","value":"PETREL DAWN","date":null}],"sourceData":{~},"match":~}
$ ask '/v2/search?name=Marrowind&birthDate=soon'
400
{"error":"birthDate: 'soon' is not a date (1961, 1961-03, 1961-03-14)"}
$ ask '/v2/search?name=Marrowind&format=senzing'
400
{"error":"Senzing's formats are not spoken here: take watchman, jsonl or ndjson"}
$ ask '/v2/search?name=Marrowind&format=xml'
400
{"error":"unknown format: xml; there are watchman, jsonl and ndjson"}
$ ask /v2/search
400
{"error":"nothing to search by: give a name, an identifier or a cryptoAddress"}
$ ask '/v2/search?titles=Captain'
400
{"error":"nothing to search by: give a name, an identifier or a cryptoAddress"}
$ stop
$ serve
$ ask '/v2/search?name=Marrowind'
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"error":"a key (Authorization: ApiKey ...) or a login is needed"}
$ ask /v2/listinfo
401
WWW-Authenticate: ApiKey realm="tocsin", Bearer realm="tocsin"
{"error":"a key (Authorization: ApiKey ...) or a login is needed"}
