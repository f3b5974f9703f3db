/// A last part, labelled when the scorer was done, and never used to change it.
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
