extension RunRecord {
    /// The name of its target, with the variant of the generator in a league of several.
    package var shownName: String {
        [request.target.shownName, leagueVariant].compactMap(\.self).joined(separator: ", ")
    }

    /// The variant of the generator in a league of several; nil elsewhere.
    var leagueVariant: String? {
        request.league?.variants == nil ? nil : request.generator.variant?.rawValue
    }
}
