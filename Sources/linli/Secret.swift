import Foundation

/// What nobody else who is logged in to the machine should read in the list of processes: given by the environment
/// where it is not given as an option.
struct Secret {
    let variable: String

    /// `given`: as an option. nil: nobody gave it.
    func text(_ given: String?) -> String? {
        given ?? ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    }

    static let variables = [amqp, amqpToken, database, mail, metricsToken].map(\.variable).joined(separator: ", ")

    static let amqp = Secret(variable: "LINLI_AMQP")
    static let amqpToken = Secret(variable: "LINLI_AMQP_TOKEN")
    static let database = Secret(variable: "LINLI_DATABASE")
    static let mail = Secret(variable: "LINLI_MAIL")
    static let metricsToken = Secret(variable: "LINLI_METRICS_TOKEN")
}
