"""The demo company in English."""

from trato.project.demo.words import Words, texts

ENGLISH = Words(
    language="en",
    company="Demo North",
    currency="GBP",
    zone="Europe/London",
    country="GB",
    mobile="+447",
    landline="+441",
    digits=9,
    representative="Maya Turner",
    manager="Andrew Walsh",
    administrator="Helen Porter",
    teams=("North", "Midlands", "South", "West"),
    given=tuple(
        "Olivia James Emily Oliver Grace Harry Sophie Jack Chloe George Amelia Noah Charlotte Leo Alice Arthur Ruth Oscar"
        " Hannah Ethan Priya Samuel Isla Thomas Freya Daniel Zoe William Leila Henry Ava Joseph Nadia Edward Poppy Adam"
        " Rachel Simon Laura Peter Claire".split()
    ),
    family=tuple(
        "Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Wright Walker White Edwards Green Hall Wood Harris"
        " Clarke Hill Cooper Baker Carter Mitchell Shah Phillips Bennett Foster Murray Ellis Barnes Knight Reid Gibson"
        " Palmer Fraser Webb Holmes Rhodes Burton Nash Sharma Quinn Doyle".split()
    ),
    has_second_family=False,
    first=tuple(
        "Northwind Harbor Maple Granite Summit Willow Cobalt Juniper Meadow Sterling Falcon Beacon Orchard Copper Aurora"
        " Bramble Castle Driftwood Ember Foxglove Hazel Ironbridge Kestrel Lantern Marble Nettle Oakfield Pebble Quarry"
        " Ridgeway Saffron Thistle Wren".split()
    ),
    second=tuple(
        "Foods Systems Partners Labs Works Freight Studios Dental Legal Retail Robotics Optics Paper Media Textiles"
        " Energy Packaging Tours Insurance Furniture".split()
    ),
    form=("Ltd", "Ltd", "PLC", "Group"),
    cities=texts(
        "London|Manchester|Leeds|Bristol|Birmingham|Liverpool|Sheffield|Newcastle|Nottingham|Cardiff|Edinburgh|Glasgow"
        "|Belfast|Leicester|Norwich|York"
    ),
    streets=texts(
        "High Street|Station Road|Church Lane|Mill Lane|Victoria Road|Riverside Business Park, unit|Kings Road"
        "|Park Avenue|Harbour Street"
    ),
    jobs=texts(
        "Head of purchasing|Purchasing manager|Chief executive|Managing director|Finance director|Operations manager"
        "|IT manager|Marketing director|Product lead|Maintenance engineer|Office manager"
    ),
    departments=texts("Purchasing|Management|Finance|Operations|IT|Marketing"),
    steps=texts(
        "Send the quote|Review the contract|Call purchasing|Prepare the demonstration|Adjust the price"
        "|Wait for the board's approval|Settle the payment terms|Visit their plant"
    ),
    stages=("Qualification", "Proposal"),
    products=(
        ("Atlas 100", "ATL-100", "Atlas", 550),
        ("Atlas 300", "ATL-300", "Atlas", 1096),
        ("Atlas 500", "ATL-500", "Atlas", 4821),
        ("Boreal Starter", "BOR-I", "Boreal", 55),
        ("Boreal Professional", "BOR-P", "Boreal", 3393),
        ("Crest Service", "CRE-S", "Crest", 720),
        ("Crest Complete", "CRE-C", "Crest", 5482),
        ("Crest Training", "CRE-T", "Crest", 380),
    ),
    interests=texts(
        "Atlas 500 for the new warehouse|Boreal prices|Training for the team|Changing supplier"
        "|Demonstration of Crest Complete|Replacing equipment|Catalogue and delivery times"
    ),
    account_tags=texts("strategic|northern region|pays in 60 days|exports|renews in autumn"),
    contact_tags=texts("decides|prefers the phone|newsletter|Birmingham fair"),
    lead_tags=texts("Birmingham fair|autumn campaign|newsletter"),
    calls=texts("First call|Follow-up call|Questions about the quote|Confirm delivery times|Going over the proposal"),
    meetings=texts(
        "Introduction|Product demonstration|Visit to their offices|Negotiation of terms|Review of the proposal"
    ),
    emails=texts("Proposal sent|Summary of the meeting|Catalogue sent|Answer about prices|Payment terms"),
    places=texts("At their office|Video call|Our large room|At their plant|Coffee in town"),
    held=texts(
        "<p>Good conversation. They ask for a volume price.</p>"
        "|<p>It suits them, but the budget is approved next month.</p>"
        "|<p>They will take it to the board and let us know.</p>|<p>They want to start with a trial at one site.</p>"
        "|<p>Nothing new. Talk again later.</p>"
    ),
    tasks=texts(
        "Send the quote|Call to confirm|Prepare the demonstration|Review the contract with legal"
        "|Send references of other customers|Ask for a date for the visit|Update the proposal|Confirm the delivery time"
    ),
    office_tasks=texts(
        "Prepare Monday's meeting|Review this month's forecast|Go through the deals that stand still"
        "|Update the price list|Choose the customers for the fair|Share out the leads from the website"
    ),
    office_meeting="Team meeting",
    notes=texts(
        "<p>{person} decides together with finance. The budget is approved until the end of the year.</p>"
        "|<p>They compare us with <strong>two other suppliers</strong>. Delivery time weighs most.</p>"
        "|<p>Spoke to {person}: they want to start with {product} and add more in spring.</p>"
        "|<p>Their present contract ends in three months; better to close before.</p>"
        "|<p>What they ask for:</p><ul><li>Training for eight people</li><li>Payment in 60 days</li></ul>"
        "|<p>{person} prefers e-mails in the morning. No calls on Fridays.</p>"
    ),
    mentions=texts(
        "<p>{who}, could you look at the discount before I send this? They ask for 12% on volume.</p>"
        "|<p>{who}, {person} called me and asks about delivery times. Will you answer?</p>"
        "|<p>Good work here. {who}, tell the team about it on Monday.</p>"
        "|<p>{who}, this customer could be a reference for the fair.</p>"
    ),
    forms=(
        ("Website contact", "contact", "Tell us what you need, and we call you within a working day."),
        ("Ask for a demonstration", "demonstration", "Choose the product, and we show it to you in half an hour."),
    ),
    consent="I agree that Demo North keeps my details in order to answer me.",
    answers=texts(
        "We would like prices for three sites.|Do you have a dealer near us?"
        "|We want to see the product before the end of the month.|We are a team of twenty, and growing."
    ),
    labels=("Name", "Company", "E-mail", "Interest", "Message"),
    campaigns=texts("autumn|birmingham-fair|may-newsletter"),
    lists=(
        ("Visits at the fair", "Accounts to invite to our stand."),
        ("Renewals of the quarter", "Customers to talk to before they run out."),
    ),
    list_notes=texts("Invite two people|Call first|Bring the new catalogue"),
    view="Open deals above £10,000",
)
