import Commons
import Community
import EvaluationPortal

extension RightsBook {
    /// Of both wings.
    static let installed =
        evaluation
        + RightsBook(functions: Catalog.builtIn.functions, standard: Policy(Catalog.builtIn.grants))
}
