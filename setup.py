"""What pyproject.toml cannot say: a checkout also has `evals`, which the wheel leaves out."""

from setuptools import setup
from setuptools.command.editable_wheel import editable_wheel


class _Checkout(editable_wheel):
    """Installs the checkout itself, with what measures it."""

    def run(self) -> None:
        """Install the checkout."""
        self.distribution.packages.append("evals")
        super().run()


setup(cmdclass={"editable_wheel": _Checkout})
