def test_smoke(stage_on_each):
    stage = stage_on_each
    owner = stage.bureau()
    print(stage.get("/v1/bureaus/biuro500/module", owner).json)
    stage.client("acme")
    print(stage.seen("acme", owner))
    stage.created_client("nowa", owner)
    print(stage.seen("nowa", owner))
    print(stage.get("/v1/bureaus/biuro500/clients", owner).json)
    print(stage.post("/v1/bureaus/biuro500/clients/nowa/detach", owner).json)
    print(stage.post("/v1/bureaus/biuro500/clients/nowa/handover", owner, {"email": "a@b.pl"}).json)
    print(stage.post("/v1/bureaus/biuro500/clients/acme/detach", owner).json)
    print(stage.get("/v1/bureaus/biuro500/clients/acme/history", owner).json)
    print(stage.get("/v1/bureaus/biuro500/clients/acme/preflight?action=detach", owner).json)
    print(stage.get("/v1/lifecycle", owner).json)
    assert 0
