extension RunRecord {
    /// The name of its target, with the variant of the generator in a league of several.
    package var shownName: String {
        let variant = request.league?.variants == nil ? nil : request.generator.variant?.rawValue
        return [request.target.shownName, variant].compactMap(\.self).joined(separator: ", ")
    }
}
