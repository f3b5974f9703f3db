/// Colours of the heat maps: one hue a scale, its lightness even and monotone, so that order survives colour blindness
/// and grey print. Numbers stand in the cells, in an ink that contrasts by at least 4.5 : 1.
struct Palette: Sendable {
    /// Fill and ink of a step, as six hexadecimal digits.
    struct Step: Sendable {
        let fill: String
        let ink: String
    }

    /// CSS class of a step is this prefix and its index.
    let prefix: String
    let light: [Step]
    let dark: [Step]

    /// For the attack success rate.
    static let rate = Palette(
        prefix: "a", light: ["f1efea", "fee8c8", "fdd49e", "fdbb84", "fc8d59", "bd4f12", "8a0d0d"],
        dark: ["2b2a29", "4d2a1c", "6e3420", "96431f", "b5501d", "ee8a4a", "ffd0a1"])
    /// For the depth of testing.
    static let depth = Palette(
        prefix: "d", light: ["eef3fa", "d6e4f3", "b7d1ea", "8ab8de", "66a3d2", "2f6fae", "123f78"],
        dark: ["22272e", "20364d", "234b70", "28628f", "3273a8", "74b3e3", "c6e2f8"])

    private init(prefix: String, light: [String], dark: [String]) {
        self.prefix = prefix
        self.light = light.enumerated().map { Step(fill: $1, ink: $0 < 5 ? "1b1f23" : "ffffff") }
        self.dark = dark.enumerated().map { Step(fill: $1, ink: $0 < 5 ? "f6f3ee" : "15181b") }
    }

    /// Style rules of the steps.
    static func css(_ steps: KeyPath<Palette, [Step]>) -> String {
        [rate, depth].flatMap { palette in
            palette[keyPath: steps].enumerated().map { index, step in
                let name = "\(palette.prefix)\(index)"
                return "rect.\(name){fill:#\(step.fill)}text.\(name){fill:#\(step.ink)}"
            }
        }.joined(separator: "\n")
    }
}
