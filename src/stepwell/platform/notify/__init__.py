"""Messages out of Stepwell: an outbox in the database, emptied by jobs through one adapter a channel.

`send_message` writes a row in the transaction that causes it; a worker hands it to the adapter, again and again until
it is taken, and gives it to a person when it never is. What a message says is its part's, registered as a template;
none may say what the program is about (`words`). Who is told what, and why, isn't here.
"""
