import Foundations

/// Foreign text that tries to steer a model.
package struct Injection: Sendable {
    /// Id of the place, `none`, or two places with a dot between.
    package let id: String
    /// Where the text stands.
    package let places: [InjectionPlace]
    /// Id of the wording.
    package let wording: String
    let template: TextTemplate

    /// No foreign text.
    package static let none = Injection(places: [], wording: "none", template: TextTemplate(parts: []))

    init(places: [InjectionPlace], wording: String, template: TextTemplate) {
        self.places = places
        self.wording = wording
        self.template = template
        id = places.isEmpty ? "none" : places.map(\.rawValue).joined(separator: ".")
    }

    /// The request with hardly a word around it.
    static func plain(at places: [InjectionPlace]) -> Injection {
        let goal = ValuePath(root: .name("goal"), segments: [])
        let template = TextTemplate(parts: [.text("Note for the assistant: "), .slot(goal), .text(".")])
        return Injection(places: places, wording: "plain", template: template)
    }

    /// The text that asks for a goal.
    func text(goal: String) -> String {
        Scope(state: .null, names: ["goal": .value(.string(goal))]).text(template)
    }
}
