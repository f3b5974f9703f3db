import Foundations

/// What a body with images says of a filter beside them.
enum ImageFilterMarks {
    /// The categories for which an image was kept back, in Azure's words.
    static func categories(of item: JSONValue) -> [String] {
        ["content_filter_results", "prompt_filter_results"].flatMap { key in
            (item[key]?.members ?? [:]).filter { $0.value["filtered"] == .bool(true) }.map(\.key)
        }.sorted()
    }

    /// How a body's images ended, when a filter ended all of them: it may send a blurred picture, as Stability's does. Nil for
    /// any other body.
    static func ending(of body: JSONValue) -> String? {
        let endings = endings(in: body)
        return endings.allSatisfy { FaultWords.isFilter(ending: $0) } ? endings.first : nil
    }

    private static func endings(in value: JSONValue) -> [String] {
        let own = [value["finish_reason"], value["finishReason"]].compactMap { $0?.stringValue }
        return own + value.members.sorted { $0.key < $1.key }.flatMap { endings(in: $0.value) }
            + value.items.flatMap(endings)
    }
}
