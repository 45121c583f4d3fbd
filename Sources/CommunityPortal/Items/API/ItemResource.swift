import Commons
import Community
import HTTPTypes
import PortalKit
import Rulebook

extension KindAPI {
    @Sendable func list(_ call: Call) async throws -> Reply {
        let limit = try call.query.integer("limit", in: 1...KindAPI.mostItems, or: 50)
        let current = try await desk.form(of: kind)
        var query = try await desk.query(try ItemFilter(call.query, current), of: kind, current, call.visitor)
        query.after = try call.query.filled("after").flatMap { ItemQuery.Cursor(text: $0) }
        query.limit = limit + 1
        let (items, _, named, form) = try await desk.list(query, call.visitor)
        let json = ItemJSON(language: call.language, named: named)
        let page = items.prefix(limit)
        let next = items.count > limit ? page.last.map { ItemQuery.Cursor(after: $0).text } : nil
        return .json(["items": .array(page.map { json.item($0, form) }), "next": .optional(next)])
            .with(.cacheControl, "no-store")
    }

    @Sendable func item(_ call: Call) async throws -> Reply {
        reply(try await desk.open(call.parameter("item"), of: kind, call.visitor), call)
    }

    private func reply(_ opened: CommunityDesk.Opened, _ call: Call) -> Reply {
        .json(json(opened, call), etag: EntityTag(version: opened.item.head.sequence))
    }

    private func json(_ opened: CommunityDesk.Opened, _ call: Call) -> JSON {
        ItemJSON(language: call.language, named: opened.named, isClear: opened.isOwn)
            .item(opened.item, opened.form, warnings: opened.warnings)
    }

    @Sendable func create(_ call: Call) async throws -> Reply {
        let form = try await desk.form(of: kind)
        do {
            let input = ItemInput(desk: desk, uploads: portal.uploads, person: call.person?.id)
            let draft = try await input.draft(call.json, form)
            let opened = try await desk.create(kind, draft, id: desk.surroundings.newID(), by: call.visitor)
            return .created(
                at: routes.item.path(opened.item.id), json(opened, call),
                etag: EntityTag(version: opened.item.head.sequence))
        } catch let refusal as Refusal {
            throw ItemInput.placed(kind.atField(refusal), form)
        }
    }

    @Sendable func change(_ call: Call) async throws -> Reply {
        let id = call.parameter("item")
        let before = try await desk.open(id, of: kind, call.visitor)
        do {
            var input = ItemInput(desk: desk, uploads: portal.uploads, person: call.person?.id)
            input.before = before.item.fields
            let draft = try await input.draft(call.json, before.form)
            let expected = call.ifMatch == .any ? before.item.head.sequence : try call.expectedVersion()
            let after = try await desk.edit(
                id, of: kind, draft, entry: desk.surroundings.newID(), expected: expected, by: call.visitor)
            return reply(after, call)
        } catch let refusal as Refusal {
            throw ItemInput.placed(kind.atField(refusal), before.form)
        }
    }

    @Sendable func perform(_ act: KindAct, _ call: Call) async throws -> Reply {
        let id = call.parameter("item")
        do {
            let input = ItemInput(desk: desk, uploads: portal.uploads, person: call.person?.id)
            let draft = try await input.draft(call.json, act.form)
            var expected = try call.expectedVersion()
            if call.ifMatch == .any {
                expected = try await desk.open(id, of: kind, call.visitor).item.head.sequence
            }
            let after = try await desk.perform(
                act, on: id, of: kind, draft, entry: call.json["id"]?.text ?? "", expected: expected,
                by: call.visitor)
            return reply(after, call)
        } catch let refusal as Refusal {
            throw ItemInput.placed(refusal, act.form)
        }
    }

    @Sendable func history(_ call: Call) async throws -> Reply {
        let after = try call.query.integer("after", in: 0...Int.max, or: 0)
        let limit = try call.query.integer("limit", in: 1...KindAPI.mostEntries, or: 100)
        let (opened, entries, people) = try await desk.history(call.parameter("item"), of: kind, call.visitor)
        let rest = entries.filter { $0.entry.sequence > after }
        let page = rest.prefix(limit)
        let named = try await pages.names(page.map(\.act), opened.form)
        let kind = kind
        let editions = try await desk.store.readCommunity { try $0.formEditions(of: kind.id) }
        let json = ItemJSON(language: call.language, named: named)
        let items = page.map { entry, act in
            json.entry(
                entry, act, person: entry.person.flatMap { people[$0] },
                form: editions.indices.contains(act.edition - 1) ? editions[act.edition - 1] : opened.form,
                answers: kind.act(act.act)?.form ?? Form())
        }
        return .json([
            "items": .array(items), "next": .optional(rest.count > limit ? page.last?.entry.sequence : nil),
        ]).with(.cacheControl, "no-store")
    }
}
