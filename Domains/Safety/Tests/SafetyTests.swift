import Commons
import Community
import Safety
import Testing

@Suite struct SafetyDomainTests {
    private let catalog = Catalog([Estate.domain, Safety.domain])

    @Test func rulesNameWhatThereIs() {
        for rule in catalog.rules {
            switch rule.trigger {
            case .reading(let model, let property, _):
                #expect(catalog.model(model)?.property(property) != nil, "\(rule.id)")
            case .event(let kinds): #expect(kinds.allSatisfy { catalog.event($0) != nil }, "\(rule.id)")
            case .state(let kind, let state), .overdue(let kind, let state):
                #expect(catalog.kind(kind)?.lifeCycle.state(state) != nil, "\(rule.id)")
            }
            for action in rule.actions {
                switch action {
                case .event(let kind): #expect(catalog.event(kind) != nil, "\(rule.id)")
                case .open(let kind, let fields):
                    let form = catalog.kind(kind)?.form
                    #expect(fields.keys.allSatisfy { form?[$0] != nil }, "\(rule.id)")
                case .command(let model, let command, _):
                    #expect(catalog.model(model)?.commands.contains { $0.id == command } == true, "\(rule.id)")
                case .act, .notify, .call: #expect(!rule.id.isEmpty)
                }
            }
        }
    }

    @Test func modelsNameEventsThatThereAre() {
        for model in Safety.domain.models {
            #expect(model.events.allSatisfy { catalog.event($0) != nil }, "\(model.id)")
        }
    }
}
