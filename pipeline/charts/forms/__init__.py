"""Forms of pictures. They know shapes and numbers, no subject; one module per form."""
