extension DimensionValue {
    /// The definition without the clauses that say what does not belong to the category.
    package var inclusiveDefinition: String {
        definition.split(whereSeparator: { ".;".contains($0) })
            .filter { !$0.contains("not belong") && !$0.contains("belongs to") && !$0.contains("is hate speech") }
            .joined(separator: ". ")
    }
}
