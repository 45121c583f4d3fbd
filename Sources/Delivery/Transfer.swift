import CCurl
import Dispatch

/// One transfer with libcurl. It is used by one thread at a time.
final class Transfer {
    /// The handle must not outlive what it was given; this holds it.
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private let errors = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    let handle: OpaquePointer

    /// Once a process, before any thread uses it.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() throws {
        guard Transfer.isReady, let handle = curl_easy_init() else {
            errors.deallocate()
            throw DeliveryError(.other, "libcurl is not available")
        }
        self.handle = OpaquePointer(handle)
        errors.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try settle()
    }

    /// What every transfer rests on.
    private func settle() throws {
        try check(linli_curl_set_error(raw, errors))
        // Timeouts without signals, which belong to the whole process.
        try set(CURLOPT_NOSIGNAL, 1)
        // What the environment says of proxies must not lead around the check of addresses.
        try set(CURLOPT_PROXY, "")
        // Otherwise what a server says goes to standard output.
        try check(linli_curl_set_write(raw, { _, size, count, _ in size * count }, nil))
    }

    /// Ready for another one: nothing is set, but connections and cookies are kept.
    func restart() throws {
        curl_easy_reset(raw)
        for list in lists { curl_slist_free_all(list) }
        lists = []
        errors.update(repeating: 0, count: Int(CURL_ERROR_SIZE))
        try settle()
    }

    deinit {
        curl_easy_cleanup(raw)
        for list in lists { curl_slist_free_all(list) }
        errors.deallocate()
    }

    var raw: UnsafeMutableRawPointer { UnsafeMutableRawPointer(handle) }

    func set(_ option: CURLoption, _ value: Int) throws { try check(linli_curl_set_long(raw, option, value)) }

    func set(_ option: CURLoption, _ value: String) throws {
        guard !value.utf8.contains(0) else { throw DeliveryError(.invalid, "a NUL in a setting") }
        try check(linli_curl_set_text(raw, option, value))
    }

    func set(_ option: CURLoption, _ values: [String]) throws {
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values { list = curl_slist_append(list, value) }
        guard let list else { return }
        lists.append(list)
        try check(linli_curl_set_list(raw, option, list))
    }

    func check(_ code: CURLcode) throws {
        guard code != CURLE_OK else { return }
        let said = String(cString: errors)
        let detail = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
        let status = linli_curl_response_code(raw)
        throw DeliveryError(status >= 400 ? .rejected : Transfer.kind(code), detail, status: status)
    }

    func perform() throws { try check(curl_easy_perform(raw)) }

    /// Of the last answer.
    var status: Int { linli_curl_response_code(raw) }

    private static func kind(_ code: CURLcode) -> DeliveryError.Kind {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .invalid
        case CURLE_COULDNT_RESOLVE_HOST: .unknownHost
        case CURLE_COULDNT_CONNECT, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING: .unreachable
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            .insecure
        case CURLE_LOGIN_DENIED, CURLE_QUOTE_ERROR, CURLE_WEIRD_SERVER_REPLY: .rejected
        default: .other
        }
    }

    private static let queue = DispatchQueue(label: "linli.delivery", attributes: .concurrent)

    /// On a thread that may wait.
    static func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
