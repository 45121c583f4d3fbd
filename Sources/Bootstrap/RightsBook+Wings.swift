import Commons
import Community
import EvaluationPortal
import LiveEvaluation

extension RightsBook {
    /// Of both wings and the hall between them.
    static let installed =
        evaluation
        + RightsBook(functions: Catalog.builtIn.functions, standard: Policy(Catalog.builtIn.grants))
        + RightsBook(functions: LiveFunction.all, standard: Policy(LiveFunction.grants))
}
