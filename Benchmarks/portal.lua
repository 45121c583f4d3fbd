-- What wrk asks: a fixed address, another one each time, or one finding changed again and again by each thread.
-- Arguments: read PATHS_FILE | write CASE CLAUSES_FILE; the token stands in LINLI_TOKEN.
local threads = 0

function setup(thread)
   thread:set("number", threads)
   threads = threads + 1
end

local function lines(name)
   local all = {}
   for line in io.lines(name) do all[#all + 1] = line end
   return all
end

function init(args)
   mode, etag, round = args[1], nil, 0
   wrk.headers["Authorization"] = "Bearer " .. os.getenv("LINLI_TOKEN")
   wrk.headers["Accept"] = "application/json"
   math.randomseed(number + 1)
   if mode == "read" then
      paths = lines(args[2])
   else
      local clauses = lines(args[3])
      path = "/api/v1/cases/" .. args[2] .. "/findings/self/" .. clauses[number % #clauses + 1]
      wrk.headers["Content-Type"] = "application/json"
   end
end

function request()
   if mode == "read" then return wrk.format("GET", paths[math.random(#paths)]) end
   if not etag then return wrk.format("GET", path) end
   round = round + 1
   wrk.headers["If-Match"] = etag
   local verdict = round % 2 == 0 and "true" or "false"
   return wrk.format("PUT", path, nil, '{"finding": {"met": ' .. verdict .. ', "remark": "round ' .. round .. '"}}')
end

function response(status, headers, body)
   if mode ~= "write" then return end
   etag = headers["ETag"] or headers["etag"]
   if status >= 300 then io.stderr:write(status, " ", body, "\n") end
end
