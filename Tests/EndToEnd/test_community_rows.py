"""The right function, somebody else's thing: what another estate, another resident, another worker finds of the community
wing."""

import html
import re

import pytest

from caller import Caller
from estate import HOME, ITEM, SMOKE
from portal import PASSWORD, demo  # noqa: F401
from test_routes import City, ask, requests, table  # noqa: F401

HERE, THERE = "清川安澜物业服务有限公司", "云渡和煦物业管理有限公司"


def hired(city, login, role, organisation):
    """Somebody new with a role in an organisation, logged in."""
    admin = city.people["admin"]
    made = admin.post("/people", {"name": login, "login": login, "language": "en"}).text
    person, link = re.search(r'"/people/([^/"]+)/roles"', made).group(1), re.search(r"/password/[\w-]+", made).group(0)
    page = admin.get("/organisations").text
    place = re.search(rf'href="/organisations/([0-9a-z]+)"[^>]*>{organisation}', page).group(1)
    given = admin.post(f"/people/{person}/roles", {"act": "give", "role": role, "organisation": place})
    assert given.status == 303, given
    assert Caller(city.server).post(link, {"password": PASSWORD, "again": PASSWORD}).status == 303
    return Caller(city.server, login)


@pytest.fixture(scope="module")
def city(demo):
    return City(demo)


@pytest.fixture(scope="module")
def outsiders(city, demo):
    """By log-in: who asks for things that are not theirs."""
    return {"stranger": hired(city, "stranger", "manager", THERE), "gate": hired(city, "gate", "gateway", THERE),
            "neighbour": hired(city, "neighbour", "resident", HERE), "worker2": Caller(demo, "worker2"),
            "district2": Caller(demo, "district2"), "reviewer": city.people["reviewer"], "admin": city.people["admin"],
            "applicant": city.people["applicant"]}


# Of the same organisation as the order: colleagues may see the rest of the estate, but not what was handed to another.
COLLEAGUES = {"worker2": {"order"}}
# What everybody who lives there may see.
SHARED = {"neighbour": {"resource", "facility"}, "admin": {"model"}}


@pytest.mark.parametrize("login", ["stranger", "gate", "neighbour", "worker2", "district2", "reviewer", "admin", "applicant"])
def test_somebody_elses_things_are_refused_on_every_route(table, city, outsiders, login):
    caller, manager = outsiders[login], city.people["manager"]
    order = f"/api/v1/community/order/{city.estate.items['order']}/history"
    before = manager.api("GET", order).body
    problems, asked = [], 0
    for route, path, _, _ in requests(table, city, city.certified, login):
        kind = ITEM.search(route["path"])
        if not kind and "{alarm}" not in route["path"] or kind and kind.group(1) not in COLLEAGUES.get(login, {kind.group(1)}):
            continue
        if kind and kind.group(1) in SHARED.get(login, ()):
            continue
        answer = ask(caller, route, path, city.certified)
        asked += 1
        if answer.status not in (403, 404):
            problems.append(str(answer))
    assert problems == []
    assert asked > 20
    assert manager.api("GET", order).body == before


LISTS = ["/community", "/community/space", "/community/device", "/community/alarm", "/community/order", "/duty", "/duty/board",
         "/duty/rules", "/duty/drills", "/duty/refused", "/community/space/export/csv", "/community/device/export/csv",
         "/community/alarm/export/csv", "/community/order/export/csv", "/api/v1/community/space", "/api/v1/community/device",
         "/api/v1/community/alarm", "/api/v1/community/order", "/work", "/account/notices", "/community/device/new",
         "/community/order/new"]


def test_another_estate_finds_nothing_of_this_one(city, outsiders):
    stranger, manager = outsiders["stranger"], city.people["manager"]
    things = [manager.api("GET", f"/api/v1/community/{kind}/{id}").json() for kind, id in city.estate.items.items()]
    # A number of a few letters may stand anywhere.
    words = {one["id"] for one in things} | {one["number"] for one in things if len(one["number"]) > 5}
    words |= {"HDL", "2 号楼", "A tap drips", city.estate.drill}
    lists = LISTS + [f"{base}/{kind}" for base in ("/community", "/api/v1/community") for kind in city.estate.items
                     if f"{base}/{kind}" not in LISTS]

    def found(caller):
        answers = [caller.get(path) for path in lists]
        assert [str(answer) for answer in answers if answer.status != 200] == []
        return {answer.path: here for answer in answers if (here := {word for word in words if word in answer.text})}

    assert found(stranger) == {}
    # The same lists name it to those whose it is, or the words above are the wrong ones.
    assert set().union(*found(manager).values()) == words


def test_what_is_narrowed_by_somebody_elses_place_is_empty(city, outsiders):
    for kind in ("space", "device", "alarm", "order"):
        for within in ("HDL", city.estate.items["space"]):
            answer = outsiders["stranger"].api("GET", f"/api/v1/community/{kind}?within={within}")
            # A refusal repeats what was asked for, and says no more.
            assert answer.status in (404, 422) or answer.status == 200 and city.estate.items[kind] not in answer.text, answer


def test_nothing_is_put_into_somebody_elses_estate(city, outsiders):
    """Not by its place, not by what it names, not by what a device is said to have said."""
    stranger, gate, id = outsiders["stranger"], outsiders["gate"].with_token(city.server), city.estate.items
    answers = [stranger.api("POST", f"/api/v1/community/{kind}", {"place": place, "fields": fields}, Idempotency_Key=f"{kind}{place}")
               for place in (HOME, id["space"])
               for kind, fields in {"order": {"title": "x", "type": "repair"}, "space": {"name": "x", "code": "x", "level": "home"},
                                    "device": {"name": "x", "code": "x", "model": "smoke"}}.items()]
    own = stranger.api("POST", "/api/v1/community/space", {"fields": {"name": "own", "code": "own", "level": "community"}},
                       Idempotency_Key="own")
    assert own.status == 201, own
    answers += [stranger.api("POST", "/api/v1/community/order", {
        "place": "own", "fields": {"title": "x", "type": "repair", "device": device}}, Idempotency_Key=f"device-{device}")
        for device in (SMOKE, id["device"])]
    answers += [gate.api("POST", "/api/v1/events", {"kind": "fire", **where}, Idempotency_Key="-".join(where.values()))
                for where in ({"device": SMOKE}, {"place": HOME}, {"place": id["space"]})]
    assert [str(answer) for answer in answers if answer.status not in (403, 404, 422)] == []
    report = gate.api("POST", "/api/v1/readings", [{"device": SMOKE, "property": "smoke", "value": 99}]).json()
    assert report["reasons"] == {"unknownDevice": 1}
    # Whether there is such a device is nobody's to learn: one that there is not is answered with the same words.
    nothing = gate.api("POST", "/api/v1/readings", [{"device": "none", "property": "smoke", "value": 99}]).json()
    assert nothing["examples"][0]["meaning"] == report["examples"][0]["meaning"]


def test_work_is_handed_to_those_who_do_it_only(city, outsiders):
    """Neither to another house nor to who does no work; and nobody learns by it who has a log-in."""
    manager, id = city.people["manager"], city.estate.items["order"]

    def handed(login):
        return manager.api("POST", f"/api/v1/community/order/{id}/acts/assign", {"id": f"to-{login}", "fields": {"worker": login}},
                           If_Match="*")

    answers = [handed(login) for login in ("applicant2", "city", "stranger", "neighbour", "gateway")]
    assert [str(answer)[:160] for answer in answers if answer.status != 422] == []


def test_a_file_is_got_by_way_of_its_thing_only(city, outsiders):
    file, items = city.estate.file, city.estate.items
    manager = city.people["manager"]
    assert manager.get(f"/community/order/{items['order']}/files/{file}").status == 200
    assert [manager.get(f"/community/{kind}/{items[kind]}/files/{file}").status for kind in ("space", "device")] == [404, 404]
    # Nor does a digest that one has heard of make a file one's own.
    answer = outsiders["neighbour"].api("POST", "/api/v1/community/order", {
        "place": HOME, "fields": {"title": "x", "type": "repair", "photos": [file]}}, Idempotency_Key="photo")
    assert answer.status == 422 and "photos" in html.unescape(answer.text), answer
