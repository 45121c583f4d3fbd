/// What is not asked does not stand in it.
extension Metric.Items {
    private enum CodingKeys: String, CodingKey { case kind, states, having, lacking, any, referring, by, holds }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try values.decode(String.self, forKey: .kind), in: try values.decode([String].self, forKey: .states),
            having: try values.decode([String: String].self, forKey: .having),
            lacking: try values.decode([String: String].self, forKey: .lacking),
            any: try values.decodeIfPresent([String: [String]].self, forKey: .any) ?? [:],
            referring: try values.decodeIfPresent([String: [String: String]].self, forKey: .referring) ?? [:],
            holds: try values.decodeIfPresent(Bool.self, forKey: .holds) ?? false)
        by = try values.decodeIfPresent([String].self, forKey: .by) ?? []
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(kind, forKey: .kind)
        try values.encode(states, forKey: .states)
        try values.encode(having, forKey: .having)
        try values.encode(lacking, forKey: .lacking)
        if !any.isEmpty { try values.encode(any, forKey: .any) }
        if !referring.isEmpty { try values.encode(referring, forKey: .referring) }
        if !by.isEmpty { try values.encode(by, forKey: .by) }
        if holds { try values.encode(holds, forKey: .holds) }
    }
}
