import CCurl

extension Transfer {
    private final class Intake {
        let longest: Int
        var bytes: [UInt8] = []

        init(_ longest: Int) { self.longest = longest }
    }

    /// One request and all of its answer. Redirects are not followed.
    /// - `headers`: whole lines, which have been looked at.
    /// - `longest`: in bytes, with the headers; what is longer fails.
    func exchange(_ method: String, _ url: String, headers: [String], body: [UInt8]?, longest: Int) throws
        -> SiteAnswer
    {
        try set(CURLOPT_URL, url)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_USERAGENT, "Linli")
        try set(CURLOPT_HEADER, 1)
        if body != nil { try set(CURLOPT_POST, 1) }
        try set(CURLOPT_CUSTOMREQUEST, method)
        // Without the question whether to go on, which costs a second where it is not understood.
        try set(CURLOPT_HTTPHEADER, headers + ["Expect:"])
        let intake = Intake(longest)
        try withExtendedLifetime(intake) {
            try check(linli_curl_set_write(raw, Transfer.take, Unmanaged.passUnretained(intake).toOpaque()))
            try (body ?? []).withUnsafeBytes { bytes in
                if body != nil {
                    // Nothing has no address, and without one the length would not count.
                    let start = bytes.baseAddress ?? UnsafeRawPointer(Unmanaged.passUnretained(intake).toOpaque())
                    try check(linli_curl_set_bytes(raw, start, curl_off_t(bytes.count)))
                }
                try perform()
            }
        }
        return Transfer.answer(intake.bytes, status)
    }

    private static let take: curl_write_callback = { bytes, size, count, context in
        guard let context else { return 0 }
        let intake = Unmanaged<Intake>.fromOpaque(context).takeUnretainedValue()
        guard let bytes, intake.bytes.count + size * count <= intake.longest else { return 0 }
        intake.bytes += UnsafeRawBufferPointer(start: bytes, count: size * count)
        return size * count
    }

    private static func answer(_ bytes: [UInt8], _ status: Int) -> SiteAnswer {
        var (headers, rest) = ([String: String](), bytes[...])
        // What stands before the last head is of answers on the way, such as 100.
        while rest.starts(with: "HTTP/".utf8), let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
            let head = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
            headers = [:]
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
            }
            rest = rest[end.upperBound...]
            guard head.hasPrefix("HTTP/1.1 1") else { break }
        }
        return SiteAnswer(status: status, headers: headers, body: Array(rest))
    }
}
