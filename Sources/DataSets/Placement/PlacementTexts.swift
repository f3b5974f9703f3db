import SafetyGrid

/// What templates put into prompts: by these texts a placement knows the values of dimensions.
package protocol PlacementTexts: Sendable {
    /// The asks that are a hazard's alone.
    func askTexts(of hazard: DimensionValue) -> [String]
    /// What the templates of a value of another dimension put into a prompt; none when it has none.
    func texts(of value: DimensionValue, in dimension: DimensionID) -> [String]
    /// Whether a style makes questions of statements.
    func makesQuestions(_ style: DimensionValue) -> Bool
}
