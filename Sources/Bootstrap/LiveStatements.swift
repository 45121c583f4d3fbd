public import Commons
import Evaluation
import Foundation
public import LiveEvaluation
import Rulebook
import RulebookFiles
import Secrets

/// Statements of live scores, checked on any machine.
public enum LiveStatements {
    /// What a statement that is sound says.
    public struct Checked: Sendable {
        public var statement: LiveStatement
        public var sound: LiveStatement.Sound
        /// Its total came out again; false: its rulebook is not built in.
        public var isRecomputed: Bool
    }

    /// - Throws: A `Refusal` that says what is wrong.
    public static func check(_ path: String, trusting trusted: [TrustedKey]?) throws -> Checked {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Refusal(.missing, zh: "没有文件 \(path)", en: "there is no file \(path)")
        }
        let statement = try LiveStatement.read(Array(bytes))
        let sound = try statement.check(trusting: trusted)
        guard let rulebook = Rulebook.builtIn(statement.rulebook) else {
            return Checked(statement: statement, sound: sound, isRecomputed: false)
        }
        guard statement.total(by: rulebook).shortest == statement.q else {
            throw Refusal(
                .invalid, zh: "重算的总分与证明不符：\(statement.total(by: rulebook).shortest)",
                en: "the total comes out otherwise: \(statement.total(by: rulebook).shortest)", place: "q")
        }
        return Checked(statement: statement, sound: sound, isRecomputed: true)
    }
}
