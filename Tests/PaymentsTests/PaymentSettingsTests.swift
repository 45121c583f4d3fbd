import Commons
import Community
import Delivery
import Payments
import Rulebook
import Testing

@Suite struct PaymentSettingsTests {
    private func channels(_ bytes: [UInt8]) throws(Refusal) -> [any PaymentChannel] {
        try PaymentSettings.channels(
            bytes, client: { _ in throw DeliveryError(.other) }, clock: { Scene.now }, nonce: { Scene.nonce })
    }

    private func fault(_ bytes: [UInt8]) -> Refusal? {
        do throws(Refusal) {
            _ = try channels(bytes)
            return nil
        } catch {
            return error
        }
    }

    /// With one text changed, or without it.
    private func fault(_ section: String, _ field: String, _ value: Any?) -> Refusal? {
        var settings: [String: [String: Any]] = Scene.settings
        settings[section]?[field] = value
        return fault(Scene.json(settings))
    }

    @Test func eitherProviderOrBoth() throws {
        #expect(try channels(Scene.json(Scene.settings)).map(\.account) == [.wechat, .alipay])
        for name in ["wechat", "alipay"] {
            let one = Scene.settings.filter { $0.key == name }
            #expect(try channels(Scene.json(one)).map(\.account.rawValue) == [name])
        }
    }

    @Test(arguments: [
        ("wechat", "appid", "wx 1"), ("wechat", "appid", ""), ("wechat", "merchant", "19a"),
        ("wechat", "merchant", "1\",x=\"2"), ("wechat", "serial", "XYZ"), ("wechat", "privateKey", "MIIE"),
        ("wechat", "privateKey", TestKeys.oursPublic), ("wechat", "apiKey", "thirty-one bytes, and a secret!"),
        ("wechat", "apiKey", "thirty-three bytes, and a secret!"), ("wechat", "platformKeyID", "5157F09E"),
        ("wechat", "platformKeyID", "PUB_KEY_ID_\n"), ("wechat", "platformKey", TestKeys.provider),
        ("wechat", "platformKey", TestKeys.oursPublic), ("wechat", "gateway", "ftp://a.cn"),
        ("wechat", "gateway", "https://a.cn/b"), ("wechat", "gateway", "https://a.cn?b"), ("alipay", "app", "app"),
        ("alipay", "app", ""), ("alipay", "privateKey", TestKeys.providerPublic), ("alipay", "alipayKey", "no key"),
        ("alipay", "alipayKey", TestKeys.oursPublic), ("alipay", "gateway", "gateway.example.cn"),
        ("alipay", "gateway", "https://a.cn/gateway.do?x"), ("alipay", "gateway", "https://u@a.cn/"),
        ("alipay", "gateway", "https://a.cn/#x"), ("alipay", "gatewayy", "https://a.cn"), ("wechat", "key", "secret"),
    ])
    func whatIsWrongIsNamedAndNotTold(_ section: String, _ field: String, _ value: String) throws {
        let refusal = try #require(fault(section, field, value))
        #expect(refusal.kind == .invalid && refusal.place == "\(section).\(field)")
        #expect(refusal.details.map(\.place) == ["\(section).\(field)"])
        #expect(!refusal.reason.zh.isEmpty && !refusal.reason.en.isEmpty)
        #expect(value.count < 5 || !"\(refusal)".contains(value))
    }

    @Test func everyFieldIsNeeded() throws {
        for (section, fields) in Scene.settings {
            for field in fields.keys {
                for value in [nil, 7] as [Any?] {
                    let refusal = try #require(fault(section, field, value))
                    #expect(refusal.kind == .invalid && refusal.place == "\(section).\(field)")
                }
            }
        }
    }

    @Test func allFaultsAreToldAtOnce() throws {
        let refusal = try #require(fault(Array(#"{"alipay": {"app": "x"}, "wechat": {"apiKey": "no"}, "a": 1}"#.utf8)))
        #expect(refusal.details.count == 11)
        #expect(refusal.place == refusal.details.first?.place)
        #expect(
            Set(refusal.details.map(\.place)).isSuperset(of: ["a", "alipay.app", "alipay.alipayKey", "wechat.apiKey"]))
    }

    @Test(arguments: ["", "{", "[]", "null", "7", "{}", #"{"wechat": 1}"#, #"{"stripe": {}}"#])
    func otherFilesAreInvalid(_ text: String) throws {
        let refusal = try #require(fault(Array(text.utf8)))
        #expect(refusal.kind == .invalid && !refusal.reason.zh.isEmpty)
    }

    /// Keys as Alipay's tool gives them: one line, without the frame of PEM.
    @Test func bareKeys() throws {
        var settings = Scene.settings
        for field in ["privateKey", "alipayKey"] {
            let lines = settings["alipay"]?[field]?.split(separator: "\n").filter { !$0.hasPrefix("-----") }
            settings["alipay"]?[field] = lines?.joined()
        }
        settings["alipay"]?["gateway"] = "http://127.0.0.1:8080/gateway.do"
        settings["wechat"]?["gateway"] = "http://127.0.0.1:8080"
        #expect(try channels(Scene.json(settings)).count == 2)
    }
}
