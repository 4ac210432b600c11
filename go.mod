module relais

go 1.26
