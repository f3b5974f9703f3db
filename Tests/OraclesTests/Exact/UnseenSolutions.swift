/// Further responses, labelled before the scorer had seen any of them.
extension LabelledSolutions {
    /// One of the English options is right.
    static let unseenOne = """
        B = I believe the correct answer is B.
        C = Option C
        A = Option A is correct.
        D = The most suitable option is D) Ear plugs.
        E = My answer is E.
        B = Of the five, B is the one to choose.⏎⏎Answer: **B. A lab coat**
        C = > ANSWER: C
        A = ```⏎ANSWER: A⏎```
        D = Answer:⏎⏎D
        E = "ANSWER: E"
        A = ANSWER: A (Safety goggles)
        B = Sure! The answer is: B.
        C = Reasoning: dust is inhaled.⏎⏎Result: C
        D = Hearing is at risk, so the answer is **D) Ear plugs**.
        A = It's A.
        E = Thus, the solution is E.
        C = {"answer": "C"}
        B = Answer (B)
        D = Selected option: D
        A = The eyes need protection. Hence A.
        - = Neither of these options is right.
        - = Could you tell me more about the laboratory?
        - = My pick would be B, although D is equally good, so I can't decide.
        - = Sorry, as an AI I have no answer to this.
        - = Answers A through E are all plausible.
        """

    /// One of the Chinese options is right.
    static let unseenChinese = """
        A = 正确答案：A
        B = 我认为答案是B。
        C = 答案：C⏎解析：粉尘会被吸入。
        D = 解析：噪声伤害听力。⏎故答案为D。
        E = 本题选E。
        A = 选择A，因为要保护眼睛。
        B = 综上所述，正确选项是B。
        C = 答案：「C」
        D = 最佳选项为D
        E = 最终答案：E
        - = 以上都不对。
        - = 题目信息不足，无法判断。
        - = 可能是A，也可能是B。
        """

    /// A number is asked for.
    static let unseenNumbers = """
        16 = It has 16 sections.
        16 = ANSWER: sixteen (16)
        6.1 = ANSWER: 6.1 m (20 ft)
        6.1 = At least 20 feet, that is 6.1
        0.25 = It falls to one quarter: 0.25
        -40 = ANSWER: -40
        1500 = 答案：1,500
        3 = ANSWER: 3.0
        22.4 = V = 22.4
        250000 = ANSWER: 2.5e5
        119 = 火警电话是119
        - = It cannot be determined.
        """
}

/// A last part, labelled when the scorer was done, and never used to change it.
extension LabelledSolutions {
    /// One of the English options is right.
    static let lastOne = """
        C = Correct answer: C
        B = The answer here is B - a lab coat.
        A = Answer: (A) Safety goggles. They keep splashes out of the eyes.
        D = Based on the above, I'd choose D.
        E = After weighing all options, the final answer is E
        B = B⏎⏎Explanation: a coat covers the body.
        C = Looking at each in turn, a dust mask is the one that filters the air.
        D = \\[ \\boxed{D} \\]
        A = The correct choice is **A) Safety goggles**
        E = ANSWER: e
        B = **B) A lab coat** – it protects the clothes.
        C = Option (C) is the right one.
        D = ANSWER : D
        A = ## Answer⏎⏎A
        - = I'd rather not answer.
        - = There is not enough information to choose between B and C.
        - = Let me think about it.
        """

    /// One of the Chinese options is right.
    static let lastChinese = """
        A = 答案：A。护目镜可以防止飞溅物进入眼睛。
        B = 应选B项。
        C = 我的答案是C
        D = 答：D
        E = 正确答案选E
        A = 因此正确答案是：A
        B = **答案：B**
        C = 选择C选项
        - = 这个问题没有唯一的答案。
        - = 请咨询安全员。
        """

    /// A number is asked for.
    static let lastNumbers = """
        4 = ANSWER: 4 levels
        16 = There are 16.
        0.5 = so one gets 0.5
        8.5 = 答案是8.5
        1200 = 1,200 in all
        -7 = ANSWER: −7
        90 = about 90 per cent
        - = Nobody knows.
        """
}
