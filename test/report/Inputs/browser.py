# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A page of an HTML report in headless Chromium, for the tests."""

import json
import os
import shutil
import sys
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--disable-dev-shm-usage --disable-extensions --window-size=1400,1000"
)


class Page:
    """The report in the file `path`. To be used in a `with` statement, at whose
    end nothing may have been logged and nothing but the file been loaded."""

    def __init__(self, path, dark=False):
        self.url = "file://" + os.path.abspath(path)
        self.profile = tempfile.mkdtemp()
        options = Options()
        options.binary_location = shutil.which("chromium")
        for flag in FLAGS.split():
            options.add_argument(flag)
        options.add_argument("--user-data-dir=" + self.profile)
        options.set_capability(
            "goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(
            service=Service(shutil.which("chromedriver")), options=options)
        self.scheme(dark)
        self.go("")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        try:
            if kind is None:
                logged = self.driver.get_log("browser")
                assert not logged, logged
                requests = self.requests()
                assert requests <= {self.url}, requests
        finally:
            self.driver.quit()
            shutil.rmtree(self.profile, ignore_errors=True)

    def requests(self):
        """The addresses that were asked for, without fragments and data."""
        seen = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                # (The browser's own pages are no business of ours.)
                if not url.startswith(("data:", "chrome:", "about:")):
                    seen.add(url.split("#")[0])
        return seen

    def scheme(self, dark):
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme",
             "value": "dark" if dark else "light"}]})

    def go(self, fragment):
        """Shows a view, "#/finding/3"."""
        self.driver.get(self.url + fragment)
        self.wait("#main > *")

    def wait(self, selector):
        return WebDriverWait(self.driver, 60).until(
            lambda d: d.find_element(By.CSS_SELECTOR, selector))

    def until(self, condition, what):
        """Waits for what a person would wait for; never for long."""
        WebDriverWait(self.driver, 60).until(lambda d: condition(), what)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        found = self.all(selector)
        assert len(found) == 1, (selector, len(found))
        return found[0]

    def text(self, selector):
        return self.one(selector).text

    def texts(self, selector):
        return [e.text for e in self.all(selector)]

    def press(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def choose(self, name, value):
        Select(self.one("select[name=%s]" % name)).select_by_value(value)

    def search(self, text):
        box = self.one("input[name=q]")
        box.clear()
        box.send_keys(text)

    def total(self):
        """"1–3 of 3 findings"."""
        return self.all(".total")[0].text

    def run(self, script):
        return self.driver.execute_script("return " + script)

    def nodes(self):
        return self.run("document.querySelectorAll('*').length")

    def screenshot(self, path):
        """A PNG that is no plain surface, as far as its size tells."""
        self.driver.save_screenshot(path)
        data = open(path, "rb").read()
        assert data.startswith(b"\x89PNG"), data[:8]
        assert len(data) > 8000, len(data)


def report_of(path):
    """The report that is embedded in an HTML file."""
    text = open(path, encoding="utf-8").read()
    start = text.index('<script type="application/json" id="report">')
    start = text.index(">", start) + 1
    return json.loads(text[start:text.index("</script>", start)])


if __name__ == "__main__":
    sys.exit("This is a module of the tests.")
