"""What names of the demo company are put together from, Spanish and English. Nobody real is meant."""

GIVEN = (
    "Lucía Martín Sofía Hugo María Daniel Paula Pablo Julia Alejandro Emma Álvaro Valeria Adrián Alba Mateo Carmen Diego"
    " Noa Javier Inés Marcos Elena Sergio Nuria Íñigo Begoña Ramón Olivia James Emily Oliver Grace Harry Sophie Jack Chloe"
    " George Amelia Noah Charlotte Leo Alice Arthur Ruth Oscar Hannah Ethan Ximena Joaquín Camila Renata Emiliano Fernanda"
).split()
FAMILY = (
    "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Ruiz Hernández Jiménez Díaz Moreno Álvarez"
    " Muñoz Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina Castro Ortega"
    " Delgado Ortiz Marín Rubio Núñez Medina Iglesias Castillo Cortés Ibáñez Peña Cano Prieto Smith Jones Taylor Brown"
    " Williams Wilson Johnson Davies Patel Wright Walker White Edwards Green Hall Wood Harris Clarke Turner Hill Cooper"
).split()
FIRST = (
    "Norte Alba Costa Sierra Delta Prado Lumen Nova Rioja Cima Faro Vega Ámbar Ceiba Duero Ebro Ibérica Atlas Boreal"
    " Northwind Harbor Maple Granite Summit Willow Cobalt Juniper Meadow Sterling Falcon Beacon Orchard Copper Aurora"
).split()
SECOND = (
    "Logística Alimentos Textil Energía Software Consultores Ingeniería Salud Formación Muebles Envases Turismo Motor"
    " Química Seguros Foods Systems Partners Labs Works Freight Studios Dental Legal Retail Robotics Optics Paper Media"
).split()
FORM = ("S.A.", "S.L.", "", "S. Coop.", "Ltd", "Inc.", "Group", "")
CITIES = (
    "Madrid Barcelona Valencia Sevilla Zaragoza Málaga Bilbao Murcia Vigo Gijón London Manchester Leeds Bristol Dublin"
    " México Monterrey Bogotá Lima Santiago"
).split()
INDUSTRIES = (
    "retail software finance medical marketing technology telecommunications services entertainment employment"
    " manufacturing construction"
).split()
JOBS = (
    "Compras|Dirección general|Finanzas|Operaciones|Informática|Marketing|Purchasing|Chief executive|Finance lead|Operations"
    "|IT manager|Marketing lead"
).split("|")
STEPS = (
    "Enviar cotización|Revisar contrato|Llamar a compras|Esperar respuesta|Demostración|Send the quote|Review the contract"
    "|Call purchasing|Wait for an answer|Give the demonstration||"
).split("|")
PRODUCTS = (
    ("Atlas 100", "ATL-100", "Atlas", 550),
    ("Atlas 300", "ATL-300", "Atlas", 1096),
    ("Atlas 500", "ATL-500", "Atlas", 4821),
    ("Boreal Lite", "BOR-L", "Boreal", 55),
    ("Boreal Pro", "BOR-P", "Boreal", 3393),
    ("Cima Servicio", "CIM-S", "Cima", 720),
    ("Cima Integral", "CIM-I", "Cima", 5482),
    ("Cima Formación", "CIM-F", "Cima", 380),
)
