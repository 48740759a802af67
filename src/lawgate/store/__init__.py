"""Where things are kept: the workbench of one run and the custodian's holdings."""
