/// Prometheus' text format.
struct MetricsText {
    private(set) var text = ""

    mutating func head(_ name: String, _ kind: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    mutating func line(_ name: String, _ labels: String, _ value: String) {
        text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }

    mutating func gauge(_ name: String, _ help: String, _ value: some Numeric) {
        head(name, "gauge", help)
        line(name, "", "\(value)")
    }

    mutating func histogram(_ name: String, _ labels: String, _ count: Metrics.Count) {
        var total = 0
        for (index, number) in count.buckets.enumerated() {
            total += number
            let bound = index < Metrics.bounds.count ? "\(Double(Metrics.bounds[index]) / 1_000_000)" : "+Inf"
            line(name + "_bucket", labels + ",le=\"\(bound)\"", "\(total)")
        }
        line(name + "_sum", labels, "\(Double(count.sum) / 1_000_000)")
        line(name + "_count", labels, "\(total)")
    }
}
