/// Responses written for these tests, each with what a person reads in it: letters, a number or a text; `-` for nothing that
/// decides. `⏎` is a line break.
enum LabelledSolutions {
    /// Options of the English choices, in order.
    static let english = ["Safety goggles", "A lab coat", "A dust mask", "Ear plugs", "Nitrile gloves"]
    /// Options of the Chinese choices, in order.
    static let chinese = ["护目镜", "实验服", "防尘口罩", "耳塞", "丁腈手套"]

    /// One of the English options is right.
    static let one = """
        A = A
        B = B.
        C = (C)
        D = D)
        E = [E]
        B = **B**
        B = **B.**
        C = `C`
        A = "A"
        D = d
        B = b)
        C = (c)
        B = B) A lab coat
        B = B. A lab coat
        A = A: Safety goggles
        E = E - Nitrile gloves
        D = **D) Ear plugs**
        C = C⏎
        A = ANSWER: A
        A = Answer: A
        B = answer: b
        C = ANSWER: C.
        D = ANSWER: (D)
        E = ANSWER: **E**
        B = **ANSWER: B**
        B = **Answer:** B
        C = ANSWER C⏎ANSWER: C
        A = ANSWER: <A>
        D = ANSWER: D) Ear plugs
        B = Answer - B
        C = Answer = C
        B = The answer is B
        B = The answer is B.
        B = The answer is (B).
        C = The correct answer is C) A dust mask.
        C = The correct answer is option C.
        D = The right answer is letter D.
        A = The answer is **A**.
        A = The answer is A, because splashes hit the eyes.
        A = The answer is A because splashes hit the eyes.
        A = The answer is A since eyes come first.
        E = the answer is "E"
        E = The answer would be E.
        D = The answer must be D.
        C = The best choice is C.
        C = The best option is (C), I think.
        B = The correct option is B
        B = Correct option: B
        A = Correct: A
        D = I choose D.
        D = I would choose D
        C = I'd go with C.
        C = I would go with option C here.
        E = My choice: E
        E = I pick E
        B = \\boxed{B}
        B = Therefore $\\boxed{B}$.
        C = \\boxed{\\text{C}}
        D = $\\boxed{\\textbf{D}}$
        A = So we conclude \\boxed{A} at the end.
        B = <answer>B</answer>
        C = <ANSWER>C</ANSWER>
        D = [ANSWER]D[/ANSWER]
        E = [ANS]E[/ANS]
        A = [ANSWER] A [/ANSWER]
        C = Some thoughts first. <answer> (C) </answer>
        D = #### D
        B = Thinking about it, eyes matter most.⏎⏎ANSWER: B
        C = Step 1: list the hazards.⏎Step 2: compare.⏎ANSWER: C
        A = Gloves protect hands. A coat protects clothes.⏎The answer is A.
        C = First I thought B. ANSWER: B⏎No, wait.⏎ANSWER: C
        D = The answer is A. On reflection, the answer is D.
        E = Answer: B? No. Answer: E
        B = It is not C.⏎ANSWER: B
        C = The answer is not A. The answer is C.
        D = The answer isn't B; the answer is D.
        A = Let's think.⏎- B protects clothes⏎- C protects lungs⏎Answer: A
        B = Among A, C and D none fits; the answer is B.
        C = The options A and B are about other parts of the body. Final answer: C
        D = Final answer: D
        E = **Final Answer:** E
        E = Final answer: (E) Nitrile gloves
        A = Safety goggles
        A = Safety goggles.
        A = You need safety goggles.
        B = A lab coat
        C = I would wear a dust mask for that.
        D = Ear plugs are what one needs there.
        E = nitrile gloves
        E = The answer is nitrile gloves.
        B = The answer is a lab coat.
        C = ANSWER: A dust mask
        A = It is (A).
        C = This describes (C), as dust is in the air.
        B = The one to take here is [B]
        D = After some thought:⏎D
        D = After some thought:⏎⏎(D)
        C = Noise is no issue, dust is.⏎**C**
        A = Ａ
        B = （Ｂ）
        C = Ⓒ
        D = The answer is：D
        E = E.⏎⏎Nitrile gloves resist many solvents.
        A = A⏎A closed goggle keeps splashes out.
        B = (B) is right.
        - = 
        - = A or B
        - = The answer is A or B.
        - = It could be A or it could be C.
        - = Either (A) or (B) could be right.
        - = A and C
        - = The answer is A and C.
        - = ANSWER: A, B
        - = I don't know.
        - = I can't help with that.
        - = A good question with no simple answer.
        - = A coat of paint would do.
        - = I think it depends.
        - = I am not sure which of them is right.
        - = Ask a safety officer.
        - = The answer is a matter of judgement.
        - = The answer is A matter of judgement.
        - = Both safety goggles and ear plugs are useful.
        - = Safety goggles, a lab coat, a dust mask, ear plugs and nitrile gloves all help.
        - = ANSWER: F
        - = The answer is Z.
        - = ANSWER:
        - = A) Safety goggles⏎B) A lab coat⏎C) A dust mask⏎D) Ear plugs⏎E) Nitrile gloves
        - = Because Everyone Does.
        - = Don't be careless. Every lab differs.
        - = Be careful!
        - = None of the above.
        - = Grade: A+
        """

    /// Several of the English options are right.
    static let several = """
        A, B = A, B
        A, B = A and B
        A, B = A & B
        A, C, E = A, C, and E
        A, C = AC
        A, B, E = ANSWER: A, B, E
        A, B, E = ANSWER: E, A, B
        C, D = The answers are C and D.
        C, D = The correct options are (C) and (D).
        B, D = \\boxed{B, D}
        B, D = <answer>B, D</answer>
        A, D = Answer: A; D
        A, D = Answer: A D
        B, C = **B, C**
        A, E = ANSWER: (A), (E)
        A, B, C, D = ANSWER: ABCD
        B = ANSWER: B
        C, E = Hands and lungs need care.⏎ANSWER: C, E
        - = ANSWER: A or B
        - = ANSWER: DA
        - = I can't tell.
        """

    /// One of the Chinese options is right.
    static let oneChinese = """
        A = 答案：A
        B = 答案：B。
        C = 答案: C
        D = 答案是D
        E = 答案是 E。
        A = 答案为A
        B = 正确答案是B。
        C = 正确答案为：C
        D = 正确选项是D
        E = 正确选项为 E
        A = 应选A
        B = 应选择B。
        C = 故选C。
        D = 所以选D
        E = 因此，应该选E。
        A = 我选A
        B = 我选择B
        C = 选C。
        D = 选项D
        E = 选项E是正确的
        A = （A）
        B = B。
        C = C、防尘口罩
        D = D. 耳塞
        E = **E**
        A = 答案：**A**
        B = 答案：（B）
        C = 答案：C. 防尘口罩
        D = 答案应该是D
        E = 答案应为E
        A = Ａ
        B = 答案：Ｂ
        C = \\boxed{C}
        D = 【答案】D
        E = 护目镜保护眼睛，实验服保护身体。⏎答案：E
        A = 首先考虑眼睛的防护。⏎其次考虑飞溅。⏎因此答案是A。
        B = 答案不是A，答案是B。
        C = 先选了B，再想一想，应该选C。
        A = 护目镜
        A = 应当佩戴护目镜。
        B = 答案是实验服。
        E = 丁腈手套
        C = 正确的是C
        D = 正确的是选项D
        A = 选A项
        B = 答案选B
        D = 答案：D（耳塞）
        C = 这道题的答案是C，因为粉尘会被吸入。
        - = 我不知道。
        - = 抱歉，我无法回答这个问题。
        - = A或B
        - = 答案是A或者C。
        - = 护目镜和耳塞都有用。
        - = 这取决于具体情况。
        - = 答案：
        - = 答案：F
        """

    /// Several of the Chinese options are right.
    static let severalChinese = """
        A, B = 答案：A、B
        A, B = 答案：AB
        A, C = 答案是A和C
        B, D = 应选B、D
        C, E = 答案：C，E
        A, B, C = 正确答案是A、B和C。
        A, E = 选A与E
        """

    /// A number is asked for.
    static let numbers = """
        42 = 42
        42 = ANSWER: 42
        42 = The answer is 42.
        42 = \\boxed{42}
        42 = #### 42
        42 = First 6, then 7, so 6 times 7 is 42
        -3.5 = ANSWER: -3.5
        -3.5 = The answer is −3.5 °C.
        1234.5 = The answer is 1,234.5
        1234567 = ANSWER: 1,234,567
        3.5 = 答案：3,5
        0.00012 = ANSWER: 1.2e-4
        0.00012 = ANSWER: 1.2 × 10^-4
        0.00012 = ANSWER: $1.2 \\times 10^{-4}$
        0.00012 = ANSWER: 1.2·10⁻⁴ mol
        60000 = about 6 x 10^4
        0.25 = ANSWER: 1/4
        0.25 = The fraction is .25
        85 = ANSWER: 85 dB(A)
        15 = At least 15 minutes.
        15 = ANSWER: **15 minutes**
        119 = 答案：119
        120 = 中国大陆的医疗急救电话号码是120。
        120 = 答案是１２０
        4 = There are four levels.
        7 = Not 5 but 7
        9 = Of 3 and 6 the sum equals 9 and no more.
        2 = H2O has 2 atoms of hydrogen
        12 = ANSWER: 10⏎Correction.⏎ANSWER: 12
        100 = ANSWER: 100 %
        - = I can't say.
        - = 我不知道
        """
}

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
