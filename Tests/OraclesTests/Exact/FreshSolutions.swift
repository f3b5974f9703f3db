/// A further part, labelled when the scorer had been mended with the one before, and never used to change it.
extension LabelledSolutions {
    /// One of the English options is right.
    static let freshOne = """
        C = Looking at the choices, C. A dust mask is designed for airborne particles.
        A = The answer: A
        D = Hearing protection → ear plugs → D
        B = It has to be B.
        E = E is what I would go with.
        C = I'm going with C.
        A = Final choice: A.
        D = Based on the safety guidelines, D) Ear plugs would be the most appropriate option.
        E = Handling acetone requires protecting the skin. Nitrile gloves (option E) are suited for this.
        B = Well, A covers the eyes only, so B is the better choice.
        A = **A**⏎⏎A is correct because splashes hit the face first.
        C = The correct answer is (C).⏎⏎(A) is incorrect because goggles do not filter air.⏎(B) is incorrect because a coat does not filter air.
        D = {"selected_option": "D"}
        E = {"final_answer": "E", "confidence": 0.85}
        B = <answer>B) A lab coat</answer>
        A = <think>It could be C, but splashes matter.</think>⏎A
        C = Thought: dust is in the air, so lungs are at risk.⏎Action: choose C⏎Answer: C
        D = My answer would be D, ear plugs.
        E = E. Nitrile gloves⏎⏎Reasoning:⏎- A protects eyes⏎- B protects clothes⏎- E protects hands
        B = > **B. A lab coat**
        A = I was going to say B, but actually A makes more sense. Final answer: A
        D = No, not C. D.
        C = The mask. So, C.
        A = $A$
        E = Therefore, the correct answer is:⏎⏎$\\boxed{E}$
        B = Correct! The answer is B.
        C = c. a dust mask
        D = The best answer is D because it is the only one about noise.
        - = Options A and E are both needed here.
        - = I would choose either B or D.
        - = Sorry, but I need to see the safety data sheet first.
        - = A dust storm is coming.
        - = Each of A, B and C is useful in its own way.
        - = The question cannot be answered as it stands.
        """

    /// One of the liquids is right.
    static let freshLiquids = """
        C = Answer: Water (C)
        D = Hexane is non-polar, so the answer is hexane.
        A = A. Ethanol is the correct choice.
        B = B, acetone
        C = Let's go through them: ethanol is polar, acetone is polar, hexane is not. The universal solvent is water.
        D = I think D is right.
        - = All four are liquids.
        """

    /// Several of the English options are right.
    static let freshSeveral = """
        A, B = The right ones are A and B.
        A, E = A and E are correct.
        C, D = Answer: C and D
        B, C, D = The correct choices are:⏎B) A lab coat⏎C) A dust mask⏎D) Ear plugs
        A, D = A, D are the answers.
        B, E = \\boxed{B,E}
        - = None of them is certain.
        """

    /// One of the Chinese options is right.
    static let freshChinese = """
        C = 这道题选C。
        A = 正确答案：A、护目镜
        D = 因为噪声会损害听力，所以答案是耳塞。
        B = 综合以上分析，B选项最合适。
        E = 答案应该选 E。
        A = A
        C = 我选择 C，因为它能过滤粉尘。
        D = 本题的正确答案为（D）。
        B = 首先排除A，其次排除C和D，E也不对，所以选B。
        E = **E. 丁腈手套**
        A = 选项A正确，因为护目镜可以保护眼睛。
        C = 答案为：C⏎⏎其他选项的错误原因：⏎A只保护眼睛。⏎B只保护身体。
        D = 答案是D，不是C。
        B = 应该穿实验服。
        E = 可以选择E。
        - = A和B都可以。
        - = 这题没有正确答案。
        - = 我需要看到图片才能回答。
        - = 可能是B，但D也有道理，难以确定。
        - = 无法判断。
        """

    /// Several of the Chinese options are right.
    static let freshChineseSeveral = """
        A, C = 答案是A和C。
        B, E = 正确选项为 B、E
        A, B, D = 应该选 ABD。
        C, E = C和E都正确。
        """

    /// A number is asked for.
    static let freshNumbers = """
        25 = The answer is approximately 25.
        0.3 = 答案：0.3 mol/L
        18 = So the molar mass is 2 + 16 = 18 g/mol.
        60 = ANSWER: 60 dB
        3 = 一共有3种。
        -5 = The temperature is -5 °C.
        6 = 2 × 3 = 6
        - = 数据不足，无法计算。
        """
}
