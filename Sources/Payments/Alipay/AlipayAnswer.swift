import Commons
import Secrets

/// What Alipay answered to a question, once its signature has been checked.
struct AlipayAnswer: Decodable {
    var code: String
    var msg: String?
    var sub_code: String?
    var sub_msg: String?
    /// Of `alipay.trade.precreate`.
    var qr_code: String?
    /// Of `alipay.trade.query`, as are those below.
    var trade_no: String?
    var out_trade_no: String?
    var trade_status: String?
    var total_amount: String?
    var send_pay_date: String?
    var body: String?

    var isDone: Bool { code == "10000" }
    var words: String { [sub_msg ?? msg, sub_code ?? code].compactMap { $0 }.joined(separator: " · ") }

    /// - Throws: `unavailable` for what is no answer to this method, or is not signed. What Alipay refuses before it
    ///   knows who asks has no signature, and is refused with its words.
    static func read(_ bytes: [UInt8], to method: AlipayRequest.Method, of account: AlipayAccount) throws(Refusal)
        -> AlipayAnswer
    {
        let provider = Provider.alipay
        guard let members = JSONMembers(bytes),
            let content = members[method.answerName] ?? members["error_response"],
            let answer = try? CanonicalJSON.decode(AlipayAnswer.self, content)
        else { throw provider.answeredNonsense }
        guard let sign = members["sign"] else {
            throw answer.isDone ? provider.answeredUnsigned : provider.refused(answer.words, status: 200)
        }
        guard let text = try? CanonicalJSON.decode(String.self, sign), let signature = Base64.bytes(padded: text),
            isSigned(content, signature, account)
        else { throw provider.answeredUnsigned }
        return answer
    }

    /// Some answers escape slashes that were signed without; Alipay's own clients check both.
    private static func isSigned(_ content: [UInt8], _ signature: [UInt8], _ account: AlipayAccount) -> Bool {
        account.alipayKey.isValid(signature, of: content)
            || account.alipayKey.isValid(signature, of: content.replacing(Array(#"\/"#.utf8), with: Array("/".utf8)))
    }
}
