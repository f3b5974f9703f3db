/// A last part, labelled before the scorer had seen it.
extension LabelledSolutions {
    /// One of the English options is right.
    static let finalOne = """
        B = For this experiment you should wear option B, a lab coat.
        D = D is definitely the answer.
        A = Let me work through this. The hazard is a splash. Eyes are most at risk. Goggles protect eyes. A.
        C = Final: C
        E = Among the listed items, only E protects the hands.
        A = Selected: A
        C = I choose option C - A dust mask
        B = [B] A lab coat
        D = <b>D</b>
        E = The solution to this question is E.
        C = The best way to be safe is C) A dust mask. Always wear it.
        A = Answer→A
        B = Response: B
        D = The answer to the question is "D) Ear plugs".
        E = "E"
        C = I'd rank C first, then A, then D. So C.
        A = Hmm. Eyes, I guess. A?
        D = The answer is D⏎The answer is D⏎The answer is D
        E = 5) Nitrile gloves
        B = (B) A lab coat is the correct answer because it covers the arms.
        C = Correct choice: C. The mask filters dust; A and B do not.
        A = The others (B, C, D and E) do not protect eyes, so it is A.
        - = A and B and C
        - = My answer is either A or C.
        - = I'm an AI and have no body to protect.
        - = Please provide the options.
        - = B might work, but so might E.
        """

    /// One of the liquids is right.
    static let finalLiquids = """
        B = The correct option is B (Acetone).
        C = Only water fits.
        A = Ethanol. It is the alcohol among them.
        D = Answer: hexane
        - = I can't say without knowing the solute.
        """

    /// Several of the English options are right.
    static let finalSeveral = """
        A, C = A and C
        B, D, E = Answer: B, D, E. The others are not needed.
        A, E = Goggles (A) and gloves (E) are both needed.
        C, D = **Answer: C, D**⏎⏎C filters dust and D protects the ears.
        """

    /// One of the Chinese options is right.
    static let finalChinese = """
        A = 我认为正确答案应该是A。
        C = 综上，答案为C选项。
        D = D。噪声会损害听力。
        B = 经过分析，正确的选项为B。
        E = 答案：丁腈手套
        C = 防尘口罩（C）
        A = 应该选择A选项：护目镜。
        D = 故正确答案为D
        B = 最合适的是B。
        E = “E”
        C = 选项A、B、D、E都与粉尘无关，因此选C。
        A = 答案是A，护目镜
        - = 我无法确定答案是A还是B。
        - = 题目没有给出选项。
        """

    /// Several of the Chinese options are right.
    static let finalChineseSeveral = """
        A, B = A和B
        C, D, E = 正确答案：C、D、E
        B, C = 答案是 B 和 C，因为二者都需要。
        """

    /// A number is asked for.
    static let finalNumbers = """
        14 = The pH is 14.
        2.5 = 答案是2.5克
        1000 = There are 1000 millilitres in a litre, so the answer is 1000.
        45 = = 45
        20 = Answer: 20 minutes, not 15.
        - = It varies.
        """
}

/// What was labelled when nothing more was to be changed.
extension LabelledSolutions {
    /// One of the English options is right.
    static let newestOne = """
        A = Eyes first, so option A it is.
        B = The item needed is B: a lab coat.
        C = Considering airborne dust, I'd opt for C.
        D = *D*
        E = To protect the hands one needs nitrile gloves (E).
        A = Result: A) Safety goggles
        B = Option (B): A lab coat.
        C = C, since the dust is inhaled.
        D = D would be the right answer.
        E = Please choose E.
        A = Of the five options, A is the most relevant to splashes.
        C = Not A, not B. C.
        D = The noise is loud → answer D.
        B = {"option": "B", "text": "A lab coat"}
        E = It's definitely E!
        - = Options B and C are both reasonable.
        - = There is no noise, so D is wrong, and that is all I know.
        - = Let me look at the options again.
        """

    /// One of the liquids is right.
    static let newestLiquids = """
        C = That would be C, water.
        B = Acetone (B) dissolves the resin.
        A = The one you can drink is ethanol.
        D = D. Hexane floats on water.
        - = I would test ethanol and hexane first.
        """

    /// Several of the English options are right.
    static let newestSeveral = """
        A, B, C = I choose A, B and C.
        C, E = The answers: C and E.
        B, D = B + D
        A, E = Both A and E are correct.
        """

    /// One of the Chinese options is right.
    static let newestChinese = """
        A = 显然是A。
        C = 选C，防尘口罩可以过滤粉尘。
        D = 这里应当佩戴的是D耳塞。
        B = 正确选项：B
        E = 手部防护要用丁腈手套，也就是E。
        A = 答案A
        - = B和E都有可能。
        - = 请提供更多信息。
        """

    /// A number is asked for.
    static let newestNumbers = """
        96 = Ethanol of 96 %.
        7.4 = 血液的pH约为7.4。
        300 = T = 27 + 273 = 300 K
        8 = ANSWER: 8.0
        - = This can't be computed from the data.
        """
}
