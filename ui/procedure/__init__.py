"""
The procedure of a case (4.4-5.5): where it stands, which steps are possible, what falls due.

    desk     what pages and commands ask: `ProcedureDesk`
    given    what people give for a step
    facts    what the case itself says on a step; nobody's word stands for it
    people   the panel and the reviewer with everything that keeps them from being fit
    progress how far the members are, without what they judged
    record   the steps as stored, followed by the rules
    due      yearly reviews, validity, retention, and the alarms over all cases
    samples  drawing samples and looking whether they are what they say
    told     all of it as JSON
"""
