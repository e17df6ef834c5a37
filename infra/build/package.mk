# Included by each function's Makefile and the layer's, which `sam build` runs from the project's root with ARTIFACTS_DIR.
# uv finds Python 3.13, or fetches it: bytecode must be compiled by the version that runs it.
PACKAGE := uv run --quiet --no-project --no-config --python 3.13 python -m infra.build.package

build-CommonLayer:
	$(PACKAGE) layer "$(ARTIFACTS_DIR)"

build-%Function:
	$(PACKAGE) function $(FUNCTION) "$(ARTIFACTS_DIR)"
