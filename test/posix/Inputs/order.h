// Two modules that call each other: a queue and its statistics.
int queue_length(void);
void statistics_count(void);
void *reporter(void *);
