struct own { int Word; };
void own_init(struct own *);
void own_take(struct own *);
int own_try(struct own *);
int own_try_errno(int Flags, struct own *);
void own_give(struct own *);
void own_on_event(int Event, void (*Fn)(void *), void *Arg);
