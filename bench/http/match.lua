-- SPDX-License-Identifier: Apache-2.0
--
-- wrk: POST /match/default with the bodies of a file, one after the other; each thread begins elsewhere.
-- wrk ... -s match.lua URL -- BODIES THREADS [KEY]

local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

function init(args)
    bodies = {}
    for line in io.lines(args[1]) do
        bodies[#bodies + 1] = line
    end
    at = math.floor(#bodies * number / tonumber(args[2]))
    headers = { ["Content-Type"] = "application/json" }
    if args[3] then
        headers["Authorization"] = "ApiKey " .. args[3]
    end
end

function request()
    at = at % #bodies + 1
    return wrk.format("POST", "/match/default", headers, bodies[at])
end

function done(summary, latency, requests)
    local failed = summary.errors.connect + summary.errors.read + summary.errors.write +
                   summary.errors.status + summary.errors.timeout
    io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, failed,
                           latency:percentile(50), latency:percentile(99), latency.max))
end
