"""How much of each product there is: moved by warehouse documents."""
