# POST /match.
$ serve --no-auth
$ ask /match/default -d '{"queries":{"a":{"id":"my-1","schema":"Person","properties":{"name":"Ferdik Quentabri","birthDate":[1961],"nonsense":["x"],"country":["Malta","Neverland"]}},"b":{"schema":"Company","properties":{"name":["Brindle Quay Holdings"]}}}}'
200
x-batch-size: 2
Vary: Accept-Encoding
{"responses":{"a":{"status":200,"results":[{"id":"mr-001",~"score":~,"match":true,~,{"id":"unsc-9900001",~"score":~,"match":true,~,{"id":"ofac-90001",~"score":~~properties":{"name":["Brindle Quay Holdings"]}}}},"limit":5}
$ ask '/match/default?limit=0' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":0}
$ ask '/match/default?limit=501' -d '{}'
422
{"detail":[{"type":"less_than_equal","loc":["query","limit"],"msg":"Input should be less than or equal to 500","input":"501"}]}
$ ask '/match/default?limit=-1' -d '{}'
422
{"detail":[{"type":"greater_than_equal","loc":["query","limit"],"msg":"Input should be greater than or equal to 0","input":"-1"}]}
$ ask '/match/default?limit=five' -d '{}'
422
{"detail":[{"type":"int_parsing","loc":["query","limit"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"five"}]}
$ ask '/match/default?limit=1.5' -d '{}'
422
{"detail":[{"type":"int_parsing","loc":["query","limit"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"1.5"}]}
$ ask '/match/default?limit=' -d '{}'
422
{"detail":[{"type":"int_parsing","loc":["query","limit"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":""}]}
$ ask '/match/default?threshold=1.1' -d '{}'
422
{"detail":[{"type":"less_than_equal","loc":["query","threshold"],"msg":"Input should be less than or equal to 1","input":"1.1"}]}
$ ask '/match/default?threshold=nan' -d '{}'
422
{"detail":[{"type":"float_parsing","loc":["query","threshold"],"msg":"Input should be a valid number, unable to parse string as a number","input":"nan"}]}
$ ask '/match/default?threshold=1e999' -d '{}'
422
{"detail":[{"type":"less_than_equal","loc":["query","threshold"],"msg":"Input should be less than or equal to 1","input":"1e999"}]}
$ ask '/match/default?changed_since=yesterday' -d '{}'
422
{"detail":[{"type":"string_pattern_mismatch","loc":["query","changed_since"],"msg":"String should be YYYY-MM-DD, or that with THH, THH:MM or THH:MM:SS behind it","input":"yesterday"}]}
$ ask '/match/default?changed_since=2026-13-01' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":5}
$ ask '/match/default?algorithm=best&limit=0' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":0}
$ ask '/match/default?algorithm=zzz' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
400
{"detail":"Invalid algorithm: zzz"}
$ ask '/match/nowhere' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
404
{"detail":"No such dataset."}
$ ask '/match/default?include_dataset=nowhere' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
404
{"detail":"No such dataset."}
$ ask '/match/default?exclude_dataset=entities&exclude_dataset=us_ofac_sdn&exclude_dataset=un_sc_sanctions' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":5}
$ ask '/match/default?include_dataset=us_ofac_sdn&limit=1' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
Vary: Accept-Encoding
{"responses":{"a":{"status":200,"results":[{"id":"ofac-90001",~"score":~,"match":true,~}],"total":{"value":1,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":1}
$ ask '/match/default?exclude_entity_ids=mr-001&exclude_entity_ids=unsc-9900001&exclude_entity_ids=ofac-90001' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":5}
$ ask '/match/default?topics=crime' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":5}
$ ask '/match/default?exclude_schema=Person' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":5}
$ ask '/match/default?exclude_schema=Persn' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
Vary: Accept-Encoding
{"responses":{"a":{"status":200,"results":[{"id":"mr-001",~"score":~,"match":true,~,{"id":"unsc-9900001",~"score":~,"match":true,~,{"id":"ofac-90001",~"score":~,"match":true,~}],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":5}
$ ask '/match/default?fuzzy=false&limit=0' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":0}
$ ask /match/default -d '{}'
422
{"detail":[{"type":"missing","loc":["body","queries"],"msg":"Field required","input":""}]}
$ ask /match/default -d '{"queries":{}}'
400
{"detail":"No queries provided."}
$ ask /match/default -d '{"queries":[]}'
422
{"detail":[{"type":"dict_type","loc":["body","queries"],"msg":"Input should be a valid dictionary","input":""}]}
$ ask /match/default -d '{"queries":null}'
422
{"detail":[{"type":"dict_type","loc":["body","queries"],"msg":"Input should be a valid dictionary","input":""}]}
$ ask /match/default -d '{"queries":{"a":[]}}'
422
{"detail":[{"type":"model_attributes_type","loc":["body","queries","a"],"msg":"Input should be an object","input":""}]}
$ ask /match/default -d '{"queries":{"a":{}}}'
422
{"detail":[{"type":"missing","loc":["body","queries","a","schema"],"msg":"Field required","input":""}]}
$ ask /match/default -d '{"queries":{"a":{"schema":null}}}'
422
{"detail":[{"type":"string_type","loc":["body","queries","a","schema"],"msg":"Input should be a valid string","input":""}]}
$ ask /match/default -d '{"queries":{"a":{"schema":7}}}'
422
{"detail":[{"type":"string_type","loc":["body","queries","a","schema"],"msg":"Input should be a valid string","input":""}]}
$ ask /match/default -d '{"queries":{"a":{"schema":"Persn","properties":{"name":["x"]}}}}'
400
{"detail":"Cannot parse example entity: schema: unknown schema 'Persn' (query a)"}
$ ask /match/default -d '{"queries":{"a":{"schema":"Sanction","properties":{"name":["x"]}}}}'
400
{"detail":"Cannot parse example entity: nothing can be screened as a Sanction: take Person, Organization, Vessel, ... or Thing for any of them (query a)"}
$ ask /match/default -d '{"queries":{"a":{"schema":"Thing","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
Vary: Accept-Encoding
{"responses":{"a":{"status":200,"results":[{"id":"mr-001",~"score":~,"match":true,~,{"id":"unsc-9900001",~"score":~,"match":true,~,{"id":"ofac-90001",~"score":~,"match":true,~}],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Thing","properties":{"name":["Ferdik Quentabri"]}}}},"limit":5}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person"}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{}}}},"limit":5}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person","properties":{}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{}}}},"limit":5}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person","properties":[]}}}'
400
{"detail":"Cannot parse example entity: properties: must be an object (query a)"}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person","properties":{"name":{"x":1}}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{}}}},"limit":5}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person","properties":{"name":[["x"],null,true,1.5,1e300]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["1.5","1e300"]}}}},"limit":5}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person","properties":{"name":null}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{}}}},"limit":5}
$ ask /match/default -d '{"queries":{"a":{"id":5,"schema":"Person","properties":{"name":"x"}}}}'
422
{"detail":[{"type":"string_type","loc":["body","queries","a","id"],"msg":"Input should be a valid string","input":""}]}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person","properties":{"name":["x"]}},"a":{"schema":"Person","properties":{"name":["y"]}}}}'
422
{"detail":[{"type":"json_invalid","loc":["body","67"],"msg":"JSON decode error: duplicate object key near '\"a\"'","input":""}]}
$ ask /match/default -d '{"queries":{"a":'
422
{"detail":[{"type":"json_invalid","loc":["body","16"],"msg":"JSON decode error: unexpected token near end of file","input":""}]}
$ ask /match/default -d '[]'
422
{"detail":[{"type":"model_attributes_type","loc":["body","0"],"msg":"Input should be an object","input":""}]}
$ ask /match/default -d 'null'
422
{"detail":[{"type":"json_invalid","loc":["body","4"],"msg":"JSON decode error: '[' or '{' expected near 'null'","input":""}]}
$ ask POST /match/default
422
{"detail":[{"type":"json_invalid","loc":["body","0"],"msg":"JSON decode error: '[' or '{' expected near end of file","input":""}]}
$ ask /match/default
405
Allow: POST
{"detail":"Method Not Allowed"}
$ ask /match/default -d '{"weights":5,"config":5,"queries":{"a":{"schema":"Person","properties":{"name":["x"]}}}}'
422
{"detail":[{"type":"dict_type","loc":["body","weights"],"msg":"Input should be a valid dictionary","input":""}]}
$ ask /match/default -d '{"weights":{"name_match":0.5},"config":{},"queries":{"a":{"schema":"Person","properties":{"name":["x"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["x"]}}}},"limit":5}
$ ask /match/default -d '{"weights":{"name_match":"x"},"config":{},"queries":{"a":{"schema":"Person","properties":{"name":["x"]}}}}'
422
{"detail":[{"type":"float_type","loc":["body","weights","name_match"],"msg":"Input should be a valid number","input":""}]}
$ ask /match/default -d '{"config":{"nm_number_mismatch":1},"queries":{"a":{"schema":"Person","properties":{"name":["x"]}}}}'
400
{"detail":"Invalid configuration parameter: nm_number_mismatch for algorithm tocsin"}
$ ask /match/default -H 'Content-Type:' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["x"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["x"]}}}},"limit":5}
$ ask /match/default -d '{"queries":{"a\u0000b":{"schema":"Person","properties":{"name":["x"]}}}}'
422
{"detail":[{"type":"json_invalid","loc":["body","22"],"msg":"JSON decode error: NUL byte in object key not supported near '\"a\\u0000b\"'","input":""}]}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person","properties":{"name":["x\u0000y"]}}}}'
422
{"detail":[{"type":"json_invalid","loc":["body","67"],"msg":"JSON decode error: \\u0000 is not allowed without JSON_ALLOW_NUL near '\"x\\u0000y\"'","input":""}]}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person","properties":{"name":["\ud800"]}}}}'
422
{"detail":[{"type":"json_invalid","loc":["body","65"],"msg":"JSON decode error: invalid Unicode '\\uD800' near '\"\\ud800\"'","input":""}]}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person","properties":{"name":[123456789012345678901234567890]}}}}'
422
{"detail":[{"type":"json_invalid","loc":["body","87"],"msg":"JSON decode error: too big integer","input":""}]}
$ ask /match/default -d '{"queries":{"a":{"schema":"Person","properties":{"name":[1e999]}}}}'
422
{"detail":[{"type":"json_invalid","loc":["body","62"],"msg":"JSON decode error: real number overflow near '1e999'","input":""}]}
# A score that is the threshold is a match; what is below it is shown from the cutoff on, and is none.
$ ask '/match/default?include_dataset=us_ofac_sdn&algorithm=exact&threshold=1' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Aldous Quentabry"]}}}}'
200
x-batch-size: 1
Vary: Accept-Encoding
{"responses":{"a":{"status":200,"results":[{"id":"ofac-90001",~"score":~,"match":true,~}],"total":{"value":1,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Aldous Quentabry"]}}}},"limit":5}
$ ask '/match/default?include_dataset=us_ofac_sdn&threshold=1&cutoff=0.5' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Aldous Quentabri"]}}}}'
200
x-batch-size: 1
Vary: Accept-Encoding
{"responses":{"a":{"status":200,"results":[{"id":"ofac-90001",~"score":~,"match":false,~}],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Aldous Quentabri"]}}}},"limit":5}
$ ask '/match/default?include_dataset=us_ofac_sdn&threshold=1' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Aldous Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Aldous Quentabri"]}}}},"limit":5}
$ ask '/match/default?include_dataset=us_ofac_sdn&threshold=0' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Nobody"]}}}},"limit":5}
$ ask '/match/default?include_dataset=us_ofac_sdn&cutoff=0' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Nobody"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Nobody"]}}}},"limit":5}
# A batch of 101, a body that is nested too deeply, one that is too large.
$ sh -c 'awk "BEGIN { for (i = 0; i < 101; i++) printf \"%s\\\"%d\\\":{\\\"schema\\\":\\\"Person\\\",\\\"properties\\\":{}}\", i ? \",\" : \"{\\\"queries\\\":{\", i; print \"}}\" }" >batch'
$ ask /match/default -d @batch
400
{"detail":"Too many queries in one batch (limit: 100)"}
$ sh -c 'awk "BEGIN { for (i = 0; i < 33; i++) printf \"[\" }" >deep'
$ ask /match/default -d @deep
422
{"detail":[{"type":"json_invalid","loc":["body"],"msg":"JSON is nested too deeply","input":""}]}
$ sh -c 'head -c 8000001 /dev/zero | tr "\0" " " >large'
$ ask /match/default --data-binary @large
413
{"detail":"the body is larger than limit.body allows"}
$ ask /match/default --data-binary @large -H 'Transfer-Encoding: chunked'
413
{"detail":"the body is larger than limit.body allows"}
$ ask /match/default -d '{"weights":{"name_match":0},"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":5}
$ ask '/match/default?limit=0' -d '{"weights":{"keel_match":7,"dob_match":1.5},"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":3,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":0}
$ ask /match/default -d '{"weights":{"name_match":"much"},"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
422
{"detail":[{"type":"float_type","loc":["body","weights","name_match"],"msg":"Input should be a valid number","input":""}]}
$ ask /match/default -d '{"weights":{"name_match":-1},"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
400
{"detail":"the weight of name_match must be from 0 to 1000"}
$ ask /match/default -d '{"weights":[],"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
422
{"detail":[{"type":"dict_type","loc":["body","weights"],"msg":"Input should be a valid dictionary","input":""}]}
$ ask /match/default -d '{"queries":{"a":{"id":7,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
422
{"detail":[{"type":"string_type","loc":["body","queries","a","id"],"msg":"Input should be a valid string","input":""}]}
$ ask '/match/default?include_dataset=us_ofac_sdn&changed_since=2026-01-31&limit=0' -d '{"queries":{"a":{"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}}'
200
x-batch-size: 1
{"responses":{"a":{"status":200,"results":[],"total":{"value":1,"relation":"eq"},"query":{"id":null,"schema":"Person","properties":{"name":["Ferdik Quentabri"]}}}},"limit":0}
