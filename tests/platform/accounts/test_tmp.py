from tests.cast import PASSWORD
def test_login(world, client):
    r=client.post("/login/",{"login":world.email("counselor"),"password":PASSWORD})
    print(dict(client.session))
    r=client.get("/account/code/on/"); print(r.status_code,r.headers.get("Location"))
    r=client.get("/account/password/"); print(r.status_code,r.headers.get("Location"))
