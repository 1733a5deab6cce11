/* The catalogue of components. */
import "./css/catalogue.css";
