/* The receipt goes to whatever printer this computer has. */
document.getElementById("print").addEventListener("click", () => window.print());
