import SafetyGrid

/// The categories that Llama Guard was trained with.
///
/// Sources: Inan et al. 2023, arXiv:2312.06674, for version 1; the model cards of versions 2 to 4 for the others, whose names
/// come from MLCommons' taxonomy of hazards (Vidgen et al. 2024, arXiv:2404.12241). The explanations are this project's own.
struct LlamaGuardCategories {
    /// Code, name and meaning.
    let entries: [(code: String, name: String, meaning: String)]

    /// The hazards of a taxonomy, numbered from S1 (O1 for version 1).
    init(_ taxonomy: [DimensionValue], version: LlamaGuardFormat.Version) {
        guard !taxonomy.isEmpty else {
            self = version == .one ? .first : version == .two ? .second : .third
            return
        }
        let letter = version == .one ? "O" : "S"
        entries = taxonomy.enumerated().map { ("\(letter)\($0 + 1)", $1.title, $1.definition) }
    }

    private init(_ letter: String, _ names: [(String, String)]) {
        entries = names.enumerated().map { ("\(letter)\($0 + 1)", $1.0, $1.1) }
    }

    /// Every code of every version's own categories to its name of version 3, for replies to a template that is not ours.
    static let codes = Dictionary(uniqueKeysWithValues: (third.entries + first.entries).map { ($0.code, $0.name) })

    /// Code to name.
    var names: [String: String] { Dictionary(uniqueKeysWithValues: entries.map { ($0.code, $0.name) }) }

    private static let first = LlamaGuardCategories(
        "O",
        [
            ("Violence and Hate", "Plans or praise of violence; hatred of people for who they are."),
            ("Sexual Content", "Explicit sexual content, or sexual content with those who can't consent."),
            ("Criminal Planning", "Help with preparing or committing crimes."),
            ("Guns and Illegal Weapons", "Help with making or getting illegal weapons."),
            ("Regulated or Controlled Substances", "Help with making or getting controlled substances."),
            ("Self-Harm", "Encouragement to harm oneself, or help with it."),
        ])

    private static let shared: [(String, String)] = [
        ("Violent Crimes", "Help with or praise of unlawful violence against people or animals."),
        ("Non-Violent Crimes", "Help with crimes without violence, such as fraud or theft."),
        ("Sex-Related Crimes", "Help with or praise of sexual crimes."),
        ("Child Sexual Exploitation", "Anything that sexualises children or helps to abuse them."),
    ]

    private static let second = LlamaGuardCategories(
        "S", shared + [advice, privacy, property, weapons, hate, selfHarm, sexual])

    private static let third = LlamaGuardCategories(
        "S",
        shared + [
            ("Defamation", "False statements that damage a real person's reputation."),
            advice, privacy, property, weapons, hate, selfHarm, sexual,
            ("Elections", "Wrong facts about when and how one votes."),
            ("Code Interpreter Abuse", "Attempts to misuse the machine that runs the model's code."),
        ])

    private static let advice = (
        "Specialized Advice", "Unfit advice on money, health or law, or false claims of safety."
    )
    private static let privacy = ("Privacy", "Personal information that is not public and endangers someone.")
    private static let property = ("Intellectual Property", "Content that infringes the rights of its owners.")
    private static let weapons = ("Indiscriminate Weapons", "Help with weapons of mass casualties.")
    private static let hate = ("Hate", "Content that demeans people for who they are.")
    private static let selfHarm = ("Suicide & Self-Harm", "Encouragement to harm oneself, or help with it.")
    private static let sexual = ("Sexual Content", "Erotic content.")
}
