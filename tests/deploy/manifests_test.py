#!/usr/bin/env python3
"""The manifests parse, belong together, and fit the daemon's defaults."""

import pathlib
import re
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy/kubernetes"


def load(name):
    return yaml.safe_load((FOLDER / name).read_text())


def flag(arguments, name):
    return next(argument.partition("=")[2] for argument in arguments if argument.startswith(name + "="))


class ManifestsTest(unittest.TestCase):
    def setUp(self):
        self.deployment = load("deployment.yaml")
        self.pod = self.deployment["spec"]["template"]["spec"]
        (self.container,) = self.pod["containers"]

    def test_the_kustomization_names_every_manifest(self):
        files = {path.name for path in FOLDER.glob("*.yaml")} - {"kustomization.yaml"}
        self.assertEqual(set(load("kustomization.yaml")["resources"]), files)

    def test_the_grace_period_outlasts_the_drain(self):
        drain = int(re.fullmatch(r"(\d+)s", flag(self.container["args"], "--drain-grace"))[1])
        default = re.search(r"drain_grace = absl::Seconds\((\d+)\)", (ROOT / "server/config/settings.h").read_text())
        self.assertEqual(drain, int(default[1]))
        command, pause = self.container["lifecycle"]["preStop"]["exec"]["command"]
        self.assertEqual(command, "sleep")
        self.assertGreaterEqual(self.pod["terminationGracePeriodSeconds"], int(pause) + drain + 10)

    def test_probes_ask_for_services_that_the_daemon_knows(self):
        health = (ROOT / "server/runtime/health.h").read_text()
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            service = self.container[probe]["grpc"]["service"]
            self.assertEqual(service, "ormd.readiness" if probe == "readinessProbe" else "ormd.liveness")
            self.assertIn(service, health)
            self.assertEqual(self.container[probe]["grpc"]["port"], self.container["ports"][0]["containerPort"])

    def test_the_pod_has_no_rights_that_it_does_not_need(self):
        security = self.container["securityContext"]
        self.assertTrue(security["readOnlyRootFilesystem"])
        self.assertFalse(security["allowPrivilegeEscalation"])
        self.assertEqual(security["capabilities"], {"drop": ["ALL"]})
        self.assertTrue(self.pod["securityContext"]["runAsNonRoot"])
        self.assertEqual(self.pod["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
        self.assertFalse(self.pod["automountServiceAccountToken"])

    def test_the_user_is_the_one_of_the_image(self):
        dockerfile = (ROOT / "deploy/docker/Dockerfile").read_text()
        self.assertIn(f"USER {self.pod['securityContext']['runAsUser']}:", dockerfile)

    def test_names_lead_to_each_other(self):
        labels = self.deployment["spec"]["template"]["metadata"]["labels"]
        service = load("service.yaml")["spec"]
        self.assertEqual(service["selector"].items() - labels.items(), set())
        self.assertEqual(service["clusterIP"], "None")
        (port,) = service["ports"]
        self.assertEqual(port["targetPort"], self.container["ports"][0]["name"])
        secret = load("secret.yaml")
        reference = self.container["env"][0]["valueFrom"]["secretKeyRef"]
        self.assertEqual(reference["name"], secret["metadata"]["name"])
        self.assertIn(reference["key"], secret["stringData"])
        self.assertEqual(self.pod["volumes"][0]["configMap"]["name"], load("schema.yaml")["metadata"]["name"])
        self.assertEqual(flag(self.container["args"], "--schema"), self.container["volumeMounts"][0]["mountPath"])

    def test_the_files_are_those_of_the_demo(self):
        for name, pattern in (("schema", "schema/*.proto"), ("migrations", "migrations/*.sql")):
            data = load(f"{name}.yaml")["data"]
            files = {path.name: path.read_text() for path in (ROOT / "deploy/demo").glob(pattern)}
            self.assertTrue(files)
            self.assertEqual(data, files)

    def test_the_job_migrates_what_the_pods_require(self):
        job = load("migration.yaml")["spec"]["template"]["spec"]
        (runner,) = job["containers"]
        self.assertEqual(runner["image"], self.container["image"])
        self.assertEqual(runner["args"][:2], ["migration", "up"])
        for name in ("--schema", "--migrations"):
            self.assertEqual(flag(runner["args"], name), flag(self.container["args"], name))
        self.assertEqual(runner["env"], self.container["env"])
        self.assertEqual(runner["securityContext"], self.container["securityContext"])
        self.assertEqual(runner["volumeMounts"], self.container["volumeMounts"])
        self.assertEqual(job["volumes"], self.pod["volumes"])


class ImageTest(unittest.TestCase):
    def test_what_the_image_copies_is_there(self):
        for line in (ROOT / "deploy/docker/Dockerfile").read_text().splitlines():
            if line.startswith("COPY ") and "--from" not in line:
                for source in line.split()[1:-1]:
                    self.assertTrue((ROOT / source).exists(), source)


if __name__ == "__main__":
    unittest.main()
