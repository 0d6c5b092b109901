"""What schools are asked, in minutes; requests for information that first look at what is known already.

The ledger keeps nothing of its own: every feature's requests are told by a source (`sources`) as they stand there.
An inquiry (`models.Inquiry`) is the one request made here: before it is sent each question is held against what is
known (`known`), and a school is asked only what nobody can answer for it.
"""
