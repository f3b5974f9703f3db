import Foundations

/// How foreign text is worded.
struct Wording: Sendable {
    let id: String
    /// The places it is for; all when empty.
    let places: Set<InjectionPlace>
    /// A text with the slot `{goal}`.
    let template: TextTemplate

    /// Reads the wordings of a file.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    static func list(text: String, file: String) throws(ConfigurationError) -> [Wording] {
        let root = try YAMLValue(text: text, file: file).mapping(allowing: ["source", "wordings"])
        var wordings: [Wording] = []
        for item in try root.required("wordings").list() {
            let body = try item.mapping(allowing: ["id", "source", "places", "text"])
            var places: Set<InjectionPlace> = []
            for name in try body["places"]?.list() ?? [] {
                guard let place = InjectionPlace(rawValue: try name.string()) else {
                    let known = InjectionPlace.allCases.map(\.rawValue).joined(separator: ", ")
                    throw name.invalid("unknown place; known: \(known)")
                }
                places.insert(place)
            }
            let value = try body.required("text")
            let template = try value.textTemplate()
            let goal = ValuePath(root: .name("goal"), segments: [])
            guard template.slots == [goal], !template.hasRoleSlots else {
                throw value.invalid("a wording has the slot {goal} once, and no other")
            }
            wordings.append(Wording(id: try body.text("id"), places: places, template: template))
        }
        return wordings
    }
}
