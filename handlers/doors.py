"""Every door of the program, in the order in which they are tried."""

from aiogram import Router

from handlers import citizen, district, publicity, town


def doors() -> list[Router]:
    """Fresh routers for one dispatcher. The administrator's come first: their chat is a private one too."""
    return [district.router(), citizen.router(), publicity.router(), town.router()]
