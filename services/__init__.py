"""The verbs: one public function is one use case and belongs to one transaction, its caller's."""
