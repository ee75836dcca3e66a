# OpenRefine's conversation with the reconciliation service, as it holds it.
$ serve TOCSIN_URL=https://tocsin.maren.example --no-auth
$ ask /reconcile/default
200
Vary: Accept-Encoding
{"versions":["0.2"],"name":"tocsin (tocsin)","identifierSpace":"https://www.opensanctions.org/reference/#schema","schemaSpace":"https://www.opensanctions.org/reference/#schema","documentation":"https://tocsin.maren.example/docs","batchSize":3,"view":{"url":"https://tocsin.maren.example/#/entity/{{id}}"},"preview":{"url":"https://tocsin.maren.example/reconcile/default/preview/{{id}}","width":430,"height":600},"suggest":{"entity":{"service_url":"https://tocsin.maren.example/reconcile/default","service_path":"/suggest/entity"},"property":{"service_url":"https://tocsin.maren.example/reconcile/default","service_path":"/suggest/property"},"type":{"service_url":"https://tocsin.maren.example/reconcile/default","service_path":"/suggest/type"}},"extend":{"propose_properties":{"service_url":"https://tocsin.maren.example/reconcile/default","service_path":"/extend/property"},"property_settings":[{"name":"limit","label":"Limit","type":"number","default":0,"help_text":"Values of a property at most; 0 for all"},{"name":"render","label":"Format","type":"select","default":"caption","help_text":"Names of countries and topics, or their codes","choices":[{"value":"caption","name":"Names"},{"value":"raw","name":"Codes"}]}]},"defaultTypes":[~]}
$ ask /reconcile/default --data-urlencode 'queries={"q0":{"query":"Ferdik Quentabri","type":"Person","limit":3},"q1":{"query":"Marrowind","type":[{"id":"Vessel","name":"Vessels"}],"type_strict":"should","properties":[{"pid":"Vessel:flag","v":"Panama"},{"pid":"Vessel:imoNumber","v":[9999993]}]},"q2":{"query":"Temsad Brolin"}}'
200
x-batch-size: 3
Vary: Accept-Encoding
{"q0":{"result":[{"id":"mr-001","name":"Ferdik Quentabry","description":"Person, 1961-03-14, mt","type":[{"id":"Person","name":"People","description":"Person"}],"score":~,"match":true},{"id":"unsc-9900001","name":"FERDIK ALDOUS QUENTABRY","description":"Person, 1961-03-14, mt","type":[{"id":"Person","name":"People","description":"Person"}],"score":~,"match":true},{"id":"ofac-90001","name":"Ferdik Aldous QUENTABRY","description":"Person, 1961-03-14, mt","type":[{"id":"Person","name":"People","description":"Person"}],"score":~,"match":true}]},"q1":{"result":[{"id":"mr-003","name":"Marrowind","description":"Vessel","type":[{"id":"Vessel","name":"Vessels","description":"Vessel"}],"score":~,"match":true},{"id":"ofac-90003","name":"MARROWIND","description":"Vessel","type":[{"id":"Vessel","name":"Vessels","description":"Vessel"}],"score":~,"match":true}]},"q2":{"result":[]}}
$ ask '/reconcile/default/suggest/entity?prefix=quent&limit=1'
200
{"code":"/api/status/ok","status":"200 OK","prefix":"quent","result":[{"id":"ofac-90001","name":"Ferdik Aldous QUENTABRY","description":"Person, 1961-03-14, mt","type":[{"id":"Person","name":"People","description":"Person"}]}]}
$ ask '/reconcile/default/suggest/entity?prefix='
200
{"code":"/api/status/ok","status":"200 OK","prefix":"","result":[]}
$ ask '/reconcile/default/suggest/type?prefix=organ'
200
{"code":"/api/status/ok","status":"200 OK","prefix":"organ","result":[{"id":"Organization","name":"Organizations","description":"Organization"}]}
$ ask '/reconcile/default/suggest/property?prefix=country'
200
Vary: Accept-Encoding
{"code":"/api/status/ok","status":"200 OK","prefix":"country","result":[{"id":"Thing:country","name":"Country","description":"Thing"},{"id":"LegalEntity:mainCountry","name":"Country of origin","description":"Legal entity"},{"id":"Person:birthCountry","name":"Country of birth","description":"Person"},{"id":"EconomicActivity:departureCountry","name":"Country of departure","description":"Customs declaration"},{"id":"EconomicActivity:destinationCountry","name":"Country of destination","description":"Customs declaration"}]}
$ ask /reconcile/default/preview/ofac-90003
200
Content-Type: text/html; charset=utf-8
Content-Security-Policy: default-src 'none'
Referrer-Policy: no-referrer
Vary: Accept-Encoding
<!DOCTYPE html><html><head><meta charset="utf-8"><title>MARROWIND</title></head><body><h1 dir="auto">MARROWIND</h1><dl><dt>Call Sign</dt><dd dir="auto">9XX9</dd><dt>Flag</dt><dd dir="auto">pa</dd><dt>Gross Registered Tonnage</dt><dd dir="auto">25,214</dd><dt>IMO Number</dt><dd dir="auto">IMO 9999993</dd><dt>MMSI</dt><dd dir="auto">999000017</dd><dt>Name</dt><dd dir="auto">MARROWIND</dd><dt>Past Flags</dt><dd dir="auto">mt</dd><dt>Previous name</dt><dd dir="auto">PETREL DAWN</dd><dt>Source link</dt><dd dir="auto">https://sanctionssearch.ofac.treas.gov/Details.aspx?id=90003</dd><dt>Tonnage</dt><dd dir="auto">34,900</dd><dt>Topics</dt><dd dir="auto">sanction</dd><dt>Type</dt><dd dir="auto">Bulk Carrier</dd></dl></body></html>
$ ask /reconcile/default/preview/nobody
404
{"detail":"~"}
$ ask '/reconcile/default/extend/property?type=Vessel&limit=4'
200
{"limit":4,"type":"Vessel","properties":[{"id":"address","name":"Address"},{"id":"alias","name":"Alias"},{"id":"buildDate","name":"Build Date"},{"id":"callSign","name":"Call Sign"}]}
$ ask /reconcile/default --data-urlencode 'extend={"ids":["ofac-90001","nobody"],"properties":[{"id":"nationality"},{"id":"Person:birthDate","settings":{"limit":1}},{"id":"topics","settings":{"render":"raw"}},{"id":"imoNumber"}]}'
200
{"meta":[{"id":"nationality","name":"Nationality"},{"id":"Person:birthDate","name":"Birth date"},{"id":"topics","name":"Topics"},{"id":"imoNumber","name":"IMO Number"}],"rows":{"ofac-90001":{"nationality":[{"str":"Malta"}],"Person:birthDate":[{"str":"1961-03-14"}],"topics":[{"str":"sanction"}],"imoNumber":[]},"nobody":{}}}
$ ask /reconcile/default --data-urlencode 'queries={"q0":{"query":"Ferdik Quentabri","type":"Harbour"}}'
400
{"detail":"~"}
$ ask /reconcile/default --data-urlencode 'queries={"q0":'
400
{"detail":"~"}
$ ask /reconcile/default --data-urlencode 'extend=[]'
400
{"detail":"~"}
$ ask /reconcile/default -d nothing=1
400
{"detail":"~"}
$ ask /reconcile/nowhere
404
{"detail":"~"}
$ ask '/reconcile/default/extend/property?type=Harbour'
400
{"detail":"~"}
$ ask '/reconcile/default?queries=%7B%22a%22%3A%7B%22query%22%3A%22Marrowind%22%2C%22limit%22%3A1%7D%7D'
200
x-batch-size: 1
{"a":{"result":[{"id":"mr-003","name":"Marrowind","description":"Vessel","type":[{"id":"Vessel","name":"Vessels","description":"Vessel"}],"score":~,"match":true}]}}
