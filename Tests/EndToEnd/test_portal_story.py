"""The whole story in a real browser: seven people take one community from application to public verification."""

import datetime
import re

from conftest import ROOT
from portal import People, act, browser, demo, picture  # noqa: F401

ASSESSMENT = ROOT / "Examples" / "mujinzhou.yaml"


def later(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


def controls(page):
    """The control items as the page lists them."""
    page.goto(page.url.split("/clauses")[0] + "/clauses?category=control")
    return page.locator("table .clause").all_inner_texts()


def test_from_application_to_public_verification(demo, browser, tmp_path):
    people = People(browser, demo)
    public = people.page()
    public.goto(demo.url)
    assert "邻里" in public.title()
    picture(public, "home")
    public.goto(demo.url + "/login")
    picture(public, "login")

    # The applicant opens a case, takes over a file, proves the control items and submits.
    applicant = people.page("applicant")
    picture(applicant, "work-applicant")
    applicant.goto(demo.url + "/cases/new")
    applicant.fill("#f-name", "沐槿洲社区")
    applicant.fill("#f-address", "清川市青墩区沐槿路 77 号")
    applicant.fill("#f-region", "990101")
    applicant.fill("#f-acceptedOn", "2021-09-15")
    applicant.fill("#f-operatingSince", "2022-01-01")
    applicant.select_option("#f-body", label="清川市建筑与社区评价中心")
    applicant.click("form#new-case button.primary")
    applicant.wait_for_url(re.compile(r"/cases/[0-9a-z]+$"))
    case = applicant.url
    assert "沐槿洲社区" in applicant.inner_text("h1")

    applicant.goto(case + "/import")
    applicant.set_input_files("input[name=assessment]", ASSESSMENT)
    applicant.click("form#import button.primary")
    applicant.wait_for_url(re.compile("/clauses"))
    picture(applicant, "clauses")
    names = controls(applicant)
    assert len(names) == 9

    proof = tmp_path / "竣工验收资料.pdf"
    proof.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    applicant.goto(case + "/evidence")
    form = applicant.locator("form#act-addEvidence")
    form.locator("input[type=file]").set_input_files(proof)
    form.locator("input[name='file-upload']").wait_for(state="attached")
    form.locator("#f-title").fill("竣工验收资料")
    form.locator("#f-effectiveOn").fill("2021-09-15")
    for clause in names:
        form.locator(f"input[name=clauses][value='{clause}']").check()
    form.locator("button.primary").click()
    applicant.wait_for_url(re.compile("done=addEvidence"))
    assert "竣工验收资料" in applicant.inner_text("main")
    picture(applicant, "evidence")

    # Autosave: typed, saved, still there after a reload.
    applicant.goto(f"{case}/clauses/6.1.2")
    remark = applicant.locator("textarea[name='6.1.2.remark']")
    remark.fill("会所一层，二十四小时有人值守")
    applicant.locator("text=/已保存/").first.wait_for()
    applicant.reload()
    assert remark.input_value() == "会所一层，二十四小时有人值守"
    picture(applicant, "clause")

    applicant.goto(case)
    act(applicant, "submit")
    applicant.wait_for_url(re.compile("done=submit"))
    picture(applicant, "case")

    # The reviewer accepts, asks, gets an answer, reviews.
    reviewer = people.page("reviewer")
    reviewer.goto(case)
    act(reviewer, "accept")
    reviewer.goto(f"{case}/clauses/6.1.3")
    act(reviewer, "ask", question="请补充接警接口联调记录。")
    reviewer.goto(case + "/rounds")
    act(reviewer, "sendQuestions")

    applicant.goto(case + "/rounds")
    assert "联调记录" in applicant.inner_text("main")
    act(applicant, "answer", text="联调记录见竣工验收资料第 12 页。")
    applicant.goto(case + "/rounds")
    act(applicant, "returnAnswers")

    reviewer.goto(case + "/clauses/6.1.3")
    assert "第 12 页" in reviewer.inner_text("main")
    reviewer.goto(case)
    act(reviewer, "adoptSelf")
    reviewer.goto(case)
    act(reviewer, "closeReview")
    reviewer.wait_for_url(re.compile("done=closeReview"))

    # A panel of three: declared, visiting, blind to each other.
    experts = ["leader", "expert1", "expert2"]
    for login, name in zip(experts, ["程砚秋", "韩牧之", "方见微"]):
        reviewer.goto(case + "/panel")
        option = reviewer.locator("form#act-invite select option", has_text=name).first.get_attribute("value")
        act(reviewer, "invite", expert=option, **({"isLeader": "1"} if login == "leader" else {}))
    for login in experts:
        page = people.page(login)
        page.goto(case + "/panel")
        act(page, "declare", hasConflict="false")
    reviewer.goto(case + "/panel")
    picture(reviewer, "panel")
    act(reviewer, "startVisit", on=later(0))

    first, second = people.page("expert1"), people.page("expert2")
    first.goto(f"{case}/clauses/6.2.2.a")
    form = first.locator("form[id='finding-visit-6.2.2.a']")
    form.locator("input[type=radio][value=false]").first.check()
    form.locator("textarea[name=reason]").fill("现场有一处水管渗漏，完好率未达百分之百。")
    form.locator("button.primary").click()
    first.wait_for_url(re.compile("done=saveVisit"))
    second.goto(f"{case}/clauses/6.2.2.a")
    assert "渗漏" not in second.content()
    for login in experts:
        page = people.page(login)
        page.goto(case)
        act(page, "adoptReview")
        page.goto(case)
        act(page, "finishVisit")

    # They differ on one clause; the leader settles it.
    leader = people.page("leader")
    leader.goto(case + "/consensus")
    assert "6.2.2.a" in leader.inner_text("main")
    picture(leader, "consensus")
    leader.goto(f"{case}/clauses/6.2.2.a")
    form = leader.locator("form[id='finding-settled-6.2.2.a']")
    for radio in form.locator("input[type=radio][value=true]").all():
        radio.check()
    form.locator("textarea[name=reason]").fill("渗漏当日修复并复查，专家组一致认为满足。")
    form.locator("button.primary").click()
    leader.wait_for_url(re.compile("done=settle"))
    leader.goto(case + "/consensus")
    act(leader, "closePanel")

    # Report, two approvals, notice with an objection, decision, certificate.
    reviewer.goto(case + "/report")
    act(reviewer, "draftReport", conclusion="经审查与现场核查，同意评定。", advice="建议完善非机动车充电设施。")
    for login in ["approver1", "approver2"]:
        page = people.page(login)
        page.goto(case + "/report")
        act(page, "approve")
    approver = people.page("approver1")
    approver.goto(case + "/report")
    picture(approver, "report")
    act(approver, "publish", until=later(14))
    approver.wait_for_url(re.compile("done=publish"))

    public.goto(demo.url + "/notices/" + case.rsplit("/", 1)[1])
    picture(public, "notice")
    public.fill("#f-name", "居民李女士")
    public.fill("#f-contact", "13900000000")
    public.fill("#f-text", "夜间门岗有时无人。")
    public.locator("form", has=public.locator("#f-text")).locator("button.primary").click()
    public.wait_for_load_state("load")
    assert "13900000000" not in public.content()

    reviewer.goto(case + "/publicity")
    act(reviewer, "answerObjection", text="已核实：门岗 24 小时有人，排班表见材料。", isUpheld="false")

    # The notice has to be over: the server starts again three weeks later, with everything still there.
    demo.restart("--demo-today", later(21))
    case = demo.url + "/cases/" + case.rsplit("/", 1)[1]
    for login in ["reviewer", "approver1"]:
        people.log_in(people.page(login), login)
    reviewer.goto(case + "/publicity")
    act(reviewer, "decide")
    approver.goto(case + "/certificate")
    act(approver, "issueCertificate", until=later(900))
    approver.wait_for_url(re.compile("done=issueCertificate"))
    picture(approver, "certificate-case")
    number = re.search(r"ZHSQ-\d{4}-\d{6}", approver.content()).group(0)

    # Anybody can verify it.
    public.goto(f"{demo.url}/registry/{number}")
    text = public.inner_text("main")
    assert "沐槿洲社区" in text and number in text and "有效" in text
    assert public.locator("svg").count() > 1
    picture(public, "certificate")
    public.goto(demo.url + "/registry?q=" + number)
    assert number in public.inner_text("main")
    picture(public, "registry")

    # Pages that were open while the server restarted could not reach it; nothing else went wrong.
    for page in people.contexts.values():
        assert [e for e in page.console_errors if "ERR_CONNECTION_REFUSED" not in e and "ERR_INCOMPLETE" not in e] == []
