/// Names a dimension: `hazard`, `style`, `technique`, or one that the seeds bring along.
package struct DimensionID: RawRepresentable, Hashable, Sendable, Codable, CodingKeyRepresentable,
    CustomStringConvertible, ExpressibleByStringInterpolation
{
    /// The hazard category: what a response would be unsafe about. Rates, gates, watches and feeds go by it.
    package static let hazard = DimensionID("hazard")
    /// The writing style of a prompt.
    package static let style = DimensionID("style")
    /// The persuasion technique of a prompt.
    package static let technique = DimensionID("technique")

    /// The language of a prompt.
    package static let language = DimensionID("language")
    /// How the user's side leads the conversation.
    package static let strategy = DimensionID("strategy")
    /// The task in an environment.
    package static let scenario = DimensionID("scenario")
    /// Where foreign text tries to steer.
    package static let injection = DimensionID("injection")
    /// Whether a request is harmful, or the harmless twin of one.
    package static let intent = DimensionID("intent")
    /// The safety config that the target is deployed with: what it may help with, and what not.
    package static let config = DimensionID("config")
    /// Who the user is, or who the target is told to be.
    package static let persona = DimensionID("persona")
    /// How the surface of a finished prompt is roughened.
    package static let perturbation = DimensionID("perturbation")
    /// How a finished prompt is encoded, after any perturbation.
    package static let encoding = DimensionID("encoding")
    /// The wrapper that stands around a finished prompt, whatever its surface.
    package static let attack = DimensionID("attack")

    /// How a finished prompt reaches the target: as text, or drawn into an image.
    package static let carrier = DimensionID("carrier")
    /// The carrier that is an image.
    package static let drawnCarrier = "image"

    /// The id as seeds, stores and exports write it.
    package let rawValue: String

    /// The dimension with this id.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The dimension with this id.
    package init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    package init(stringLiteral rawValue: String) {
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
}
