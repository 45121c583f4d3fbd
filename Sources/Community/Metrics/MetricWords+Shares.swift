import Commons
import Rulebook

extension MetricWords {
    func share(_ part: Metric.Items, _ all: Metric.Items, by field: String?) -> Phrase {
        let share = Phrase(
            zh: "分子：\(words(part).zh)；分母：\(words(all).zh)", en: "\(words(part).en); of: \(words(all).en)")
        guard let field else { return share }
        let title = catalog.kind(all.kind)?.form[field]?.title ?? .same(field)
        return share + Phrase(zh: "；另按\(title.zh)列出最低的", en: "; the lowest are told by \(title.en)")
    }

    func covered(_ spaces: Metric.Items, _ devices: Metric.Devices, through relation: String?) -> Phrase {
        let (which, device) = (words(spaces), self.devices(devices))
        let related = relation.map { relation in
            Estate.service.form["relation"]?.options.first { $0.id == relation }?.title ?? .same(relation)
        }
        let more = related.map { Phrase(zh: "（或由其“\($0.zh)”）", en: " (or '\($0.en)' by one)") }
        return Phrase(
            zh: "\(which.zh)中，内有在用\(device.zh)\(more?.zh ?? "")的占比",
            en: "\(which.en): those that have a \(device.en) in use in them\(more?.en ?? "")")
    }

    func fit(_ devices: Metric.Devices) -> Phrase {
        let (all, fit) = (models(devices.models), needs(devices))
        return Phrase(zh: "在用\(all.zh)中，最近上报\(fit.zh)的占比", en: "\(all.en) in use that last told of \(fit.en)")
    }

    func carriedOut(_ models: [String], _ commands: [String]) -> Phrase {
        let titles = commands.map { command in
            models.lazy.compactMap { model in
                catalog.model(model)?.commands.first { $0.id == command }?.title
            }.first ?? .same(command)
        }.joined()
        let all = self.models(models)
        return Phrase(
            zh: "区间内发给\(all.zh)的“\(titles.zh)”控制中，已执行的占比；仍在时限内、尚未答复的不计",
            en: "of '\(titles.en)' told to \(all.en), those carried out; what may still be answered is left out")
    }

    private func devices(_ devices: Metric.Devices) -> Phrase {
        let all = models(devices.models)
        if devices.needs.isEmpty { return all }
        let needs = needs(devices)
        return Phrase(zh: "\(all.zh)（最近上报\(needs.zh)）", en: "\(all.en) (last told of \(needs.en))")
    }

    private func needs(_ devices: Metric.Devices) -> Phrase {
        devices.needs.map { need -> Phrase in
            let property = devices.models.lazy.compactMap { catalog.model($0)?.property(need.property) }.first
            let title = property?.title ?? .same(need.property)
            if case .flag = property?.content { return Phrase(zh: "“\(title.zh)”为是", en: "'\(title.en)'") }
            let least = property.map { ($0.shown(Double(need.least), .zh), $0.shown(Double(need.least), .en)) }
            return Phrase(
                zh: "“\(title.zh)”不低于 \(least?.0 ?? "\(need.least)")",
                en: "'\(title.en)' of at least \(least?.1 ?? "\(need.least)")")
        }.joined()
    }
}
