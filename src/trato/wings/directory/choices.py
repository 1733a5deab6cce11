"""Options that several objects share."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.select import Option

INDUSTRIES = (
    Option("agriculture", _("Agriculture")),
    Option("construction", _("Construction")),
    Option("education", _("Education")),
    Option("employment", _("Employment")),
    Option("energy", _("Energy")),
    Option("entertainment", _("Entertainment")),
    Option("finance", _("Finance")),
    Option("hospitality", _("Hospitality")),
    Option("manufacturing", _("Manufacturing")),
    Option("marketing", _("Marketing")),
    Option("medical", _("Medical")),
    Option("public", _("Public sector")),
    Option("retail", _("Retail")),
    Option("services", _("Services")),
    Option("software", _("Software")),
    Option("technology", _("Technology")),
    Option("telecommunications", _("Telecommunications")),
    Option("transport", _("Transport")),
    Option("other", _("Other")),
)

_SOCIAL = ("facebook", "instagram", "linkedin", "twitter", "youtube", "youtube channel", "tiktok")
SOURCES = (
    Option("web_form", _("Web form"), "1"),
    Option("business_card", _("Business card"), "2"),
    Option("fair", _("Trade fair"), "3"),
    Option("campaign", _("Campaign"), "4"),
    Option("bought_list", _("Bought list"), "5"),
    Option("social_network", _("Social network"), "6", ("social media", *_SOCIAL)),
    Option("referral", _("Referral"), "7", ("reference", "referral sites", "referencia")),
    Option("phone", _("Phone"), "8"),
    Option("chat", _("Chat"), "1"),
    Option("search", _("Search engine"), "2", ("organic search", "paid search", "google", "bing", "seo", "sem")),
    Option("website", _("Website"), "3", ("direct traffic", "direct", "web", "página web")),
    Option("other", _("Other")),
)
"""Where people and companies come to us from."""

LANGUAGES = (
    Option("es", _("Spanish")),
    Option("en", _("English")),
    Option("ca", _("Catalan")),
    Option("de", _("German")),
    Option("eu", _("Basque")),
    Option("fr", _("French")),
    Option("gl", _("Galician")),
    Option("it", _("Italian")),
    Option("nl", _("Dutch")),
    Option("pt", _("Portuguese")),
)
